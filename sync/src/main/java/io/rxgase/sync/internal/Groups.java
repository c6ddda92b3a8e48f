package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import java.util.HashMap;
import java.util.List;
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
    private final TableKeys keys;

    private Groups(TableView<?> view, Attributes table, Map<Object, Attributes> members, TableKeys keys) {
        this.view = view;
        this.table = table;
        this.members = members;
        this.keys = keys;
    }

    /** The groups of the first revision, of which the so many newest may be held by clients. */
    static Groups of(TableView<?> view, Attributes state, int history) {
        return of(view, state, TableKeys.none(history));
    }

    private static Groups of(TableView<?> view, Attributes state, TableKeys keys) {
        Attributes table = tableIn(view, state);
        return new Groups(view, Attributes.EMPTY, Map.of(), keys).changed(table, table.keys());
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
                : of(view, state, keys);
    }

    private Groups changed(Attributes now, Set<Object> changedKeys) {
        Map<Object, Map<Object, Change>> byGroup = new HashMap<>();
        for (Object key : changedKeys) {
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
        return new Groups(view, now, all, keys.next(table, now, changedKeys));
    }

    private @Nullable Object groupOf(@Nullable Object entity) {
        return entity instanceof Attributes attributes ? view.group().apply(attributes) : null;
    }

    /** Of some groups, those that there are. */
    VisibleGroups seen(List<?> sight) {
        @Nullable Attributes[] inside = new @Nullable Attributes[sight.size()];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = members.get(sight.get(i));
        }
        return new VisibleGroups(this, sight, inside);
    }

    /** What a client sees of the table. */
    static final class VisibleGroups {
        private final Groups all;
        private final List<?> sight;
        private final @Nullable Attributes[] inside;
        private @Nullable Map<Object, Attributes> groups;

        private VisibleGroups(Groups all, List<?> sight, @Nullable Attributes[] inside) {
            this.all = all;
            this.sight = sight;
            this.inside = inside;
        }

        String table() {
            return all.view.table();
        }

        /** How keys that a client holds are told to it; null if by their names. */
        @Nullable
        KeyNumbers numbers() {
            return all.keys.numbers();
        }

        /** How many groups it would see if all of them were there. */
        int size() {
            return inside.length;
        }

        /** The members of one of them; null if it is not there. */
        @Nullable
        Attributes inside(int index) {
            return inside[index];
        }

        /** Whether the same groups are in the same places: nearly always so from one tick to the next. */
        boolean isAlike(VisibleGroups other) {
            return sight.equals(other.sight);
        }

        /** The groups that it sees, with their members. */
        Map<Object, Attributes> groups() {
            Map<Object, Attributes> known = groups;
            if (known == null) {
                known = new HashMap<>();
                for (int i = 0; i < inside.length; i++) {
                    Attributes members = inside[i];
                    if (members != null) {
                        known.put(sight.get(i), members);
                    }
                }
                groups = known;
            }
            return known;
        }

        /** An entity that is seen; null if there is none. */
        @Nullable
        Attributes entity(Object key) {
            Object entity = all.table.asMap().get(key);
            Object group = all.groupOf(entity);
            return group != null && groups().containsKey(group) ? (Attributes) entity : null;
        }

        /** All entities that are seen. */
        Attributes entities() {
            Attributes.Builder builder = Attributes.builder();
            for (Attributes members : inside) {
                if (members != null) {
                    members.asMap().forEach(builder::put);
                }
            }
            return builder.build();
        }
    }
}
