package io.rxgase.benchmarks.peers;

import io.rxgase.core.loop.Tick;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.StateMap;

/** The reference workload: 100 entities, 20 of which move in each tick, and 2 of those change their hit points. */
final class Reference {
    static final int ENTITIES = 100;
    static final int MOVING = 20;
    static final int HIT = 2;
    private static final float FIELD = 1000;

    private Reference() {}

    /** An entity, its place to a tenth. */
    record Unit(
            int id,
            @Quantized(min = 0, max = 1000, step = 0.1) float x,
            @Quantized(min = 0, max = 1000, step = 0.1) float y,
            int hp) {}

    /** The state. */
    record World(StateMap<Integer, Unit> units) {
        static World initial() {
            StateMap<Integer, Unit> units = StateMap.empty();
            for (int id = 0; id < ENTITIES; id++) {
                units = units.with(id, new Unit(id, id * 7 % FIELD, id * 13 % FIELD, 100));
            }
            return new World(units);
        }

        World after(Tick tick) {
            StateMap<Integer, Unit> next = units;
            int first = (int) (tick.number() * MOVING % ENTITIES);
            for (int i = 0; i < MOVING; i++) {
                int hit = i < HIT ? 1 : 0;
                next = next.updated((first + i) % ENTITIES, unit -> moved(unit, hit));
            }
            return new World(next);
        }

        private static Unit moved(Unit unit, int hit) {
            float x = (unit.x + 3.7f + unit.id * 0.01f) % FIELD;
            float y = (unit.y + 1.3f + unit.id * 0.02f) % FIELD;
            return new Unit(unit.id, x, y, hit == 0 ? unit.hp : unit.hp == 0 ? 100 : unit.hp - hit);
        }
    }
}
