package io.rxgase.client;

import io.rxgase.client.Arena.Item;
import io.rxgase.client.Arena.Unit;
import io.rxgase.core.event.ClientId;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import java.util.List;

/** Every kind of view, and what it is to show, found in another way. */
enum ArenaView {
    EVERYTHING {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.defaults();
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return true;
        }
    },
    FUNCTION {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.<Arena>defaults()
                    .withView(View.of((arena, client) ->
                            arena.with(arena.units().filtered((key, unit) -> key % 3 == client.value() % 3))));
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return key % 3 == client.value() % 3;
        }
    },
    SHARED {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.<Arena>defaults()
                    .withView(View.shared(
                            (arena, client) -> (client.value() + arena.tick() / 40) % 2,
                            (arena, team) ->
                                    arena.with(arena.units().filtered((key, unit) -> unit.owner() % 2 == team))));
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return unit.owner() % 2 == (client.value() + arena.tick() / 40) % 2;
        }
    },
    ROOM {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.<Arena>defaults()
                    .withView(View.room(
                            "units",
                            "room",
                            (arena, client) -> arena.hero(client).map(Unit::room)));
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return arena.hero(client).map(hero -> hero.room() == unit.room()).orElse(false);
        }
    },
    BY_ATTRIBUTE {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.<Arena>defaults()
                    .withView(View.byAttribute(
                            "units",
                            "room",
                            (arena, client) -> List.of(client.value() % 3, (client.value() + arena.tick() / 50) % 3)));
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return unit.room() == client.value() % 3 || unit.room() == (client.value() + arena.tick() / 50) % 3;
        }
    },
    OWNER_ONLY {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.<Arena>defaults().withView(View.ownerOnly("units", "owner"));
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return unit.owner() == client.value();
        }
    },
    GRID {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.<Arena>defaults().withView(grid());
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return arena.hero(client).map(hero -> isNear(hero, unit)).orElse(false);
        }
    },
    GRID_AND_ROOM {
        @Override
        SyncOptions<Arena> options() {
            return SyncOptions.<Arena>defaults()
                    .withView(grid())
                    .withView(View.room(
                            "items",
                            "room",
                            (arena, client) -> arena.hero(client).map(Unit::room)));
        }

        @Override
        boolean shows(Arena arena, ClientId client, int key, Unit unit) {
            return GRID.shows(arena, client, key, unit);
        }

        @Override
        boolean shows(Arena arena, ClientId client, Item item) {
            return arena.hero(client).map(hero -> hero.room() == item.room()).orElse(false);
        }
    };

    private static final int CELL = 50;
    private static final int DISTANCE = 100;

    abstract SyncOptions<Arena> options();

    abstract boolean shows(Arena arena, ClientId client, int key, Unit unit);

    boolean shows(Arena arena, ClientId client, Item item) {
        return true;
    }

    /** All that a client is to see, and to hold in the end. */
    Arena seenBy(ClientId client, Arena arena) {
        return new Arena(
                arena.units()
                        .filtered((key, unit) -> shows(arena, client, key, unit))
                        .mapped((key, unit) -> unit.seenBy(client)),
                arena.items().filtered((key, item) -> shows(arena, client, item)),
                arena.tick());
    }

    private static View<Arena> grid() {
        return View.grid(
                "units",
                "x",
                "y",
                CELL,
                DISTANCE,
                (arena, client) -> arena.hero(client).map(hero -> new View.Point(hero.x(), hero.y())));
    }

    private static boolean isNear(Unit hero, Unit unit) {
        double left = Math.floor(Arena.half(unit.x()) / CELL) * CELL;
        double bottom = Math.floor(Arena.half(unit.y()) / CELL) * CELL;
        double nearestX = Math.min(Math.max(hero.x(), left), left + CELL);
        double nearestY = Math.min(Math.max(hero.y(), bottom), bottom + CELL);
        // The upper and right edges of a cell belong to its neighbours: who only reaches those does not touch it.
        return left + CELL > hero.x() - DISTANCE
                && bottom + CELL > hero.y() - DISTANCE
                && Math.hypot(hero.x() - nearestX, hero.y() - nearestY) <= DISTANCE;
    }
}
