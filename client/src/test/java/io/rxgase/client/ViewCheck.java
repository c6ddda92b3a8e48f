package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.client.Arena.Item;
import io.rxgase.client.Arena.Unit;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.StateMap;
import io.rxgase.sync.internal.SyncFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds every frame to the view of its receiver at the very tick that it leads to. Without a budget it leads to exactly that view.
 * With one it may leave changes out, but what it says of an entity is what the view shows of it.
 */
final class ViewCheck implements SentFrames.Observer {
    private static final String UNITS = "units";
    private static final String ITEMS = "items";
    private static final String SECRET = "secret";

    private final ArenaView view;
    private final long seed;
    private final boolean isWhole;
    /** The game once more, by tick. */
    private final List<Arena> game = new ArrayList<>();
    /** Clients have numbers in the order of joining. */
    private final Map<Long, ClientId> clients = new HashMap<>();

    ViewCheck(ArenaView view, Arena first, long seed, boolean isWhole) {
        this.view = view;
        this.seed = seed;
        this.isWhole = isWhole;
        game.add(first);
    }

    ClientId clientOf(long connection) {
        return clients.computeIfAbsent(connection, unused -> new ClientId(clients.size() + 1));
    }

    private Arena at(int tick) {
        while (game.size() <= tick) {
            game.add(game.get(game.size() - 1).next(seed));
        }
        return game.get(tick);
    }

    @Override
    public void onFrame(long connection, SyncFrame.Held before, SyncFrame frame, SyncFrame.Held after) {
        ClientId client = clientOf(connection);
        assertThat(frame.shared().asMap().keySet()).isSubsetOf(UNITS, ITEMS, "tick");
        assertThat(frame.own().asMap().keySet()).isSubsetOf(UNITS);
        int tick = ((Number) Objects.requireNonNull(after.shared().asMap().get("tick"))).intValue();
        if (isWhole) {
            Arena seen = view.seenBy(client, at(tick));
            assertThat(table(after.shared(), UNITS)).isEqualTo(plain(seen.units(), ViewCheck::plain));
            assertThat(table(after.shared(), ITEMS)).isEqualTo(plain(seen.items(), ViewCheck::plain));
            assertThat(table(after.own(), UNITS))
                    .isEqualTo(plain(
                            seen.units().filtered((key, unit) -> unit.owner() == client.value()),
                            unit -> Map.of(SECRET, (double) unit.secret())));
        }
        for (String table : List.of(UNITS, ITEMS)) {
            Map<Object, Object> held = table(before.shared(), table);
            Map<Object, Object> now = table(after.shared(), table);
            for (Object key : inside(frame.shared(), table)) {
                checkEntity(client, tick, table, key, held.get(key), now.get(key));
            }
        }
        Map<Object, Object> held = table(before.own(), UNITS);
        Map<Object, Object> now = table(after.own(), UNITS);
        for (Object key : inside(frame.own(), UNITS)) {
            checkEntity(client, tick, SECRET, key, held.get(key), now.get(key));
        }
    }

    private void checkEntity(
            ClientId client, int tick, String table, Object key, @Nullable Object held, @Nullable Object now) {
        if (now == null) {
            assertThat(held).as("what is deleted of %s in %s", key, table).isNotNull();
            return;
        }
        assertThat(now)
                .as("what %s was sent of %s in %s at tick %d", client, key, table, tick)
                .isEqualTo(shown(client, at(tick), table, key));
    }

    /** What a client may know of one entity; null for nothing. */
    private @Nullable Object shown(ClientId client, Arena arena, String table, Object key) {
        if (table.equals(ITEMS)) {
            Item item = arena.items().get((String) key);
            return item != null && view.shows(arena, client, item) ? plain(item) : null;
        }
        int number = ((Long) key).intValue();
        Unit unit = arena.units().get(number);
        if (unit == null || !view.shows(arena, client, number, unit)) {
            return null;
        } else if (table.equals(UNITS)) {
            return plain(unit.seenBy(client));
        }
        return unit.owner() == client.value() ? Map.of(SECRET, (double) unit.secret()) : null;
    }

    // ---- what frames say, and what they are to say, as maps with numbers of one type

    private static Set<Object> inside(Changes changes, String table) {
        Change change = changes.asMap().get(table);
        if (change instanceof Changes some) {
            return some.asMap().keySet();
        }
        return change instanceof Change.Set set && set.value() instanceof Attributes all
                ? all.asMap().keySet()
                : Set.of();
    }

    private static Map<Object, Object> table(Attributes part, String table) {
        return part.asMap().get(table) instanceof Attributes all ? plain(all) : Map.of();
    }

    private static Map<Object, Object> plain(Attributes tree) {
        Map<Object, Object> plain = new HashMap<>();
        tree.asMap().forEach((key, value) -> {
            if (value instanceof Attributes inside) {
                plain.put(key, plain(inside));
            } else {
                plain.put(key, value instanceof Number number ? (Object) number.doubleValue() : String.valueOf(value));
            }
        });
        return plain;
    }

    private static <K, V> Map<Object, Object> plain(StateMap<K, V> table, Function<V, Map<String, Object>> entity) {
        Map<Object, Object> plain = new HashMap<>();
        table.forEach((key, value) ->
                plain.put(key instanceof Integer number ? (Object) number.longValue() : key, entity.apply(value)));
        return plain;
    }

    private static Map<String, Object> plain(Unit unit) {
        return Map.of(
                "owner", (double) unit.owner(),
                "room", (double) unit.room(),
                "x", (double) unit.x(),
                "y", (double) unit.y(),
                "name", unit.name());
    }

    private static Map<String, Object> plain(Item item) {
        return Map.of("room", (double) item.room(), "kind", item.kind());
    }
}
