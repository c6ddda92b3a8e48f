package goldrush;

import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.StateMap;
import java.util.Random;

/** The state of the game, and its rules. Backend, clients and tests use it alike. */
public record GoldRush(StateMap<Long, Digger> diggers, Spot gold, long seed) {
    public record Spot(int x, int y) {
        Spot moved(Walk walk) {
            return new Spot(Math.floorMod(x + walk.dx(), WIDTH), Math.floorMod(y + walk.dy(), HEIGHT));
        }
    }

    public record Digger(String name, Spot at, int gold) {}

    /** What clients send. */
    public record Join(String name) {}

    public record Walk(int dx, int dy) {}

    /** What the backend sends to all. */
    public record Found(String name, int gold) {}

    static final int WIDTH = 30;
    static final int HEIGHT = 8;

    public static final GoldRush START = new GoldRush(StateMap.empty(), new Spot(15, 4), 42);

    public static final GameLogic<GoldRush> RULES = GameLogic.of(GoldRush.class)
            .on(
                    Join.class,
                    (game, join, sender) ->
                            Next.state(game.with(sender.value(), new Digger(join.name(), new Spot(0, 0), 0))))
            .on(Walk.class, (game, walk, sender) -> game.walked(sender.value(), walk))
            .onLeft((game, client) -> Next.state(game.without(client.value())));

    private Next<GoldRush> walked(long id, Walk walk) {
        Digger digger = diggers.get(id);
        if (digger == null) {
            return Next.unchanged();
        }
        Spot to = digger.at().moved(walk);
        if (!to.equals(gold)) {
            return Next.state(with(id, new Digger(digger.name(), to, digger.gold())));
        }
        Digger rich = new Digger(digger.name(), to, digger.gold() + 1);
        return Next.state(with(id, rich).withNewGold()).toAll(new Found(rich.name(), rich.gold()));
    }

    private GoldRush with(long id, Digger digger) {
        return new GoldRush(diggers.with(id, digger), gold, seed);
    }

    private GoldRush without(long id) {
        return new GoldRush(diggers.without(id), gold, seed);
    }

    /** Chance comes from the state, so that the same events make the same game. */
    private GoldRush withNewGold() {
        Random chance = new Random(seed);
        Spot next = new Spot(chance.nextInt(WIDTH), chance.nextInt(HEIGHT));
        return new GoldRush(diggers, next, chance.nextLong());
    }

    /** The field as text: gold is a star, a digger the first letter of its name. */
    public String drawn() {
        StringBuilder field = new StringBuilder((".".repeat(WIDTH) + "\n").repeat(HEIGHT));
        put(field, gold, '*');
        diggers.values().forEach(digger -> put(field, digger.at(), digger.name().charAt(0)));
        return field.toString();
    }

    private static void put(StringBuilder field, Spot spot, char letter) {
        field.setCharAt(spot.y() * (WIDTH + 1) + spot.x(), letter);
    }
}
