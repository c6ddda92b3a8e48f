package io.rxgase.client;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.Owner;
import io.rxgase.core.state.OwnerOnly;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.ServerOnly;
import io.rxgase.core.state.StateMap;
import java.util.Optional;
import java.util.Random;

/** The game of {@link ViewsSweepTest}: things come, go and change at random, the same way each time for one seed. */
record Arena(StateMap<Integer, Unit> units, StateMap<String, Item> items, int tick) {
    static final double SIDE = 500;
    private static final int MOST = 60;

    record Unit(
            @Owner long owner,
            int room,
            @Quantized(min = 0, max = SIDE, step = 0.5) float x,
            @Quantized(min = 0, max = SIDE, step = 0.5) float y,
            String name,
            @OwnerOnly int secret,
            @ServerOnly long hidden) {

        /** What a client may know of it: positions as the wire carries them, the secret if it is its own, nothing hidden. */
        Unit seenBy(ClientId client) {
            return new Unit(owner, room, half(x), half(y), name, owner == client.value() ? secret : 0, 0);
        }

        private Unit moved(Random random) {
            return new Unit(
                    random.nextInt(30) == 0 ? random.nextInt(6) : owner,
                    random.nextInt(30) == 0 ? random.nextInt(3) : room,
                    x + random.nextFloat() * 30 - 15,
                    y + random.nextFloat() * 30 - 15,
                    name,
                    random.nextInt(5) == 0 ? random.nextInt(1000) : secret,
                    hidden);
        }
    }

    record Item(int room, String kind) {}

    static Arena random(Random random) {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int key = random.nextInt(MOST); key > 0; key--) {
            units = units.with(key, unit(random));
        }
        StateMap<String, Item> items = StateMap.empty();
        for (int key = random.nextInt(10); key > 0; key--) {
            items = items.with(name(key), item(random));
        }
        return new Arena(units, items, 0);
    }

    private static Unit unit(Random random) {
        return new Unit(
                random.nextInt(6),
                random.nextInt(3),
                random.nextInt(5000) / 10f,
                random.nextInt(5000) / 10f,
                "unit " + random.nextInt(100),
                random.nextInt(1000),
                random.nextLong());
    }

    /** Four of ten share their hash codes in pairs. */
    private static String name(int key) {
        return key < 4 ? (key % 2 == 0 ? "Aa " : "BB ") + key / 2 : "item " + key;
    }

    private static Item item(Random random) {
        return new Item(random.nextInt(3), "item " + random.nextInt(100));
    }

    /** One tick later. */
    Arena next(long seed) {
        int next = tick + 1;
        Random random = new Random(seed * 31 + next);
        StateMap<Integer, Unit> changed = units;
        for (int i = random.nextInt(12); i > 0; i--) {
            int key = random.nextInt(MOST);
            changed = switch (random.nextInt(12)) {
                case 0 -> changed.without(key);
                case 1 -> changed.with(key, unit(random));
                default -> changed.updated(key, unit -> unit.moved(random));
            };
        }
        String name = name(random.nextInt(10));
        StateMap<String, Item> others = switch (random.nextInt(6)) {
            case 0 -> items.without(name);
            case 1 -> items.with(name, item(random));
            case 2 ->
                items.updated(name, item -> new Item(item.room(), item(random).kind()));
            default -> items;
        };
        return new Arena(changed, others, next);
    }

    Arena with(StateMap<Integer, Unit> some) {
        return new Arena(some, items, tick);
    }

    /** The unit that a client plays, while there is one. */
    Optional<Unit> hero(ClientId client) {
        return Optional.ofNullable(units.get((int) client.value()));
    }

    /** A coordinate as the wire carries it. */
    static float half(float value) {
        return (float) Math.rint(Math.max(0, Math.min(SIDE, value)) * 2) / 2f;
    }
}
