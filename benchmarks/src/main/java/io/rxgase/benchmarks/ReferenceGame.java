package io.rxgase.benchmarks;

import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.StateMap;
import java.util.Map;

/**
 * The game that measurements play: 100 entities on a field of 1,000 by 1,000, of which 20 move at each tick and 2 of those
 * change their hit points. Who moves goes on for 100 ticks; every fifth tick one stops and another one starts. At 50 ticks per second they are 15 units per
 * second fast.
 *
 * <p>Deterministic: the state of a tick depends on the one before and the number of the tick.
 */
public final class ReferenceGame {
    /** How many entities there are. */
    public static final int ENTITIES = 100;

    /** How many of them move at each tick. */
    public static final int MOVING = 20;

    private static final int FIELD = 1000;
    private static final int TICKS_PER_CHANGE = 5;
    private static final double STEP = 0.3;

    private ReferenceGame() {}

    /**
     * An entity whose position is sent to 0.1.
     *
     * @param id which one
     * @param x position
     * @param y position
     * @param hp hit points
     */
    public record Unit(
            int id,
            @Quantized(min = 0, max = FIELD, step = 0.1) float x,
            @Quantized(min = 0, max = FIELD, step = 0.1) float y,
            int hp) {}

    /**
     * A state of quantized entities.
     *
     * @param tick which tick it is
     * @param units the entities
     */
    public record World(long tick, StateMap<Integer, Unit> units) {}

    /**
     * An entity whose position is sent as it is.
     *
     * @param id which one
     * @param x position
     * @param y position
     * @param hp hit points
     */
    public record PlainUnit(int id, float x, float y, int hp) {}

    /**
     * A state of entities.
     *
     * @param tick which tick it is
     * @param units the entities
     */
    public record PlainWorld(long tick, StateMap<Integer, PlainUnit> units) {}

    /**
     * Returns the first state with quantized entities.
     *
     * @return the state
     */
    public static World quantized() {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int id = 0; id < ENTITIES; id++) {
            units = units.with(id, new Unit(id, at(id, 7), at(id, 13), 100));
        }
        return new World(0, units);
    }

    /**
     * Returns the first state with plain entities.
     *
     * @return the state
     */
    public static PlainWorld plain() {
        StateMap<Integer, PlainUnit> units = StateMap.empty();
        for (int id = 0; id < ENTITIES; id++) {
            units = units.with(id, new PlainUnit(id, at(id, 7), at(id, 13), 100));
        }
        return new PlainWorld(0, units);
    }

    /**
     * Returns the first state without a type.
     *
     * @return the state
     */
    public static GameState dynamic() {
        Attributes.Builder units = Attributes.builder();
        for (int id = 0; id < ENTITIES; id++) {
            units.put(id, Map.of("id", id, "x", at(id, 7), "y", at(id, 13), "hp", 100));
        }
        return GameState.of(Map.of("tick", 0, "units", units.build()));
    }

    /**
     * Returns the rules for quantized entities.
     *
     * @return one step a tick
     */
    public static GameLogic<World> quantizedLogic() {
        return GameLogic.of(World.class).timeStep((world, dt) -> {
            long tick = world.tick() + 1;
            StateMap<Integer, Unit> units = world.units();
            for (int i = 0; i < MOVING; i++) {
                int n = i;
                units = units.updated(
                        mover(tick, i),
                        unit -> new Unit(
                                unit.id(),
                                moved(unit.x(), unit.id(), 1),
                                moved(unit.y(), unit.id(), 2),
                                hp(unit.hp(), tick, n)));
            }
            return new World(tick, units);
        });
    }

    /**
     * Returns the rules for plain entities.
     *
     * @return one step a tick
     */
    public static GameLogic<PlainWorld> plainLogic() {
        return GameLogic.of(PlainWorld.class).timeStep((world, dt) -> {
            long tick = world.tick() + 1;
            StateMap<Integer, PlainUnit> units = world.units();
            for (int i = 0; i < MOVING; i++) {
                int n = i;
                units = units.updated(
                        mover(tick, i),
                        unit -> new PlainUnit(
                                unit.id(),
                                moved(unit.x(), unit.id(), 1),
                                moved(unit.y(), unit.id(), 2),
                                hp(unit.hp(), tick, n)));
            }
            return new PlainWorld(tick, units);
        });
    }

    /**
     * Returns the rules for entities without a type.
     *
     * @return one step a tick
     */
    public static GameLogic<GameState> dynamicLogic() {
        return GameLogic.of(GameState.class).timeStep((state, dt) -> {
            long tick = state.getLong("tick") + 1;
            Attributes units = state.getMap("units");
            for (int i = 0; i < MOVING; i++) {
                int id = mover(tick, i);
                Attributes unit = units.getMap(id);
                units = units.with(
                        id,
                        unit.with("x", moved(unit.getFloat("x"), id, 1))
                                .with("y", moved(unit.getFloat("y"), id, 2))
                                .with("hp", hp(unit.getInt("hp"), tick, i)));
            }
            return state.with("tick", tick).with("units", units);
        });
    }

    private static float at(int id, int factor) {
        return 50 + (id * factor * 9) % (FIELD - 100);
    }

    /** Spread over all numbers: neighbours do not move together. */
    private static int mover(long tick, int i) {
        return (int) ((tick / TICKS_PER_CHANGE + i) * 37 % ENTITIES);
    }

    private static float moved(float from, int id, int axis) {
        double angle = id * 2.4;
        double next = from + STEP * (axis == 1 ? Math.cos(angle) : Math.sin(angle));
        return (float) (next < 0 ? next + FIELD : next > FIELD ? next - FIELD : next);
    }

    private static int hp(int before, long tick, int i) {
        boolean hurt = i == tick % MOVING || i == (tick + MOVING / 2) % MOVING;
        return hurt ? before <= 1 ? 100 : before - 1 : before;
    }
}
