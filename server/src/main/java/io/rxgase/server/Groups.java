package io.rxgase.server;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of one revision, divided into the groups of a view. A group that did not change is the same object as in the revision before.
 */
final class Groups {
    private final TableView<?> view;
    /** All entities. */
    final Attributes table;

    private final Map<Object, Attributes> members;

    private Groups(TableView<?> view, Attributes table, Map<Object, Attributes> members) {
        this.view = view;
        this.table = table;
        this.members = members;
    }

    static Groups of(TableView<?> view, Attributes state) {
        Attributes table = tableIn(view, state);
        return new Groups(view, Attributes.EMPTY, Map.of()).changed(table, table.keys());
    }

    private static Attributes tableIn(TableView<?> view, Attributes state) {
        return state.asMap().get(view.table()) instanceof Attributes table ? table : Attributes.EMPTY;
    }

    /** The groups after a change of the state. */
    Groups next(Attributes state, Changes changes) {
        Change change = changes.asMap().get(view.table());
        if (change == null) {
            return this;
        }
        return change instanceof Changes inside
                ? changed(tableIn(view, state), inside.asMap().keySet())
                : of(view, state);
    }

    private Groups changed(Attributes now, Set<Object> keys) {
        Map<Object, Map<Object, Change>> byGroup = new HashMap<>();
        for (Object key : keys) {
            Object before = groupOf(table.asMap().get(key));
            Object entity = now.asMap().get(key);
            Object after = groupOf(entity);
            if (before != null && !before.equals(after)) {
                byGroup.computeIfAbsent(before, unused -> new HashMap<>()).put(key, Change.DELETE);
            }
            if (after != null) {
                byGroup.computeIfAbsent(after, unused -> new HashMap<>()).put(key, new Change.Set(entity));
            }
        }
        Map<Object, Attributes> all = new HashMap<>(members);
        byGroup.forEach((group, changes) -> {
            Changes.Builder builder = Changes.builder();
            changes.forEach(builder::put);
            Attributes changed = builder.build().applyTo(all.getOrDefault(group, Attributes.EMPTY));
            if (changed.isEmpty()) {
                all.remove(group);
            } else {
                all.put(group, changed);
            }
        });
        return new Groups(view, now, all);
    }

    private @Nullable Object groupOf(@Nullable Object entity) {
        return entity instanceof Attributes attributes ? view.group().apply(attributes) : null;
    }

    /** Of some groups, those that there are. */
    Seen seen(Iterable<?> groups) {
        Map<Object, Attributes> found = new HashMap<>();
        for (Object group : groups) {
            Attributes inside = members.get(group);
            if (inside != null) {
                found.put(group, inside);
            }
        }
        return new Seen(this, found);
    }

    /**
     * What a client sees of the table.
     *
     * @param all the table
     * @param groups the groups that it sees, with their members
     */
    record Seen(Groups all, Map<Object, Attributes> groups) {
        String table() {
            return all.view.table();
        }

        /** An entity that is seen; null if there is none. */
        @Nullable
        Attributes entity(Object key) {
            Object entity = all.table.asMap().get(key);
            Object group = all.groupOf(entity);
            return group != null && groups.containsKey(group) ? (Attributes) entity : null;
        }

        /** All entities that are seen. */
        Attributes entities() {
            Attributes.Builder builder = Attributes.builder();
            groups.values().forEach(inside -> inside.asMap().forEach(builder::put));
            return builder.build();
        }
    }
}
