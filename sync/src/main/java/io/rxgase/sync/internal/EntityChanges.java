package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.SyncModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changed for one client, by entity: what may be sent at different times. The shared part of an entity and the client's own part of it
 * belong together, and so does all that is in no table.
 */
final class EntityChanges {
    private final Changes.Builder rest = Changes.builder();
    private final Changes.Builder ownRest = Changes.builder();
    private final List<Entity> entities = new ArrayList<>();
    private final int restSize;

    /**
     * One entity that changed.
     *
     * @param attributes what is to be seen of it, or what it was if it is gone
     * @param shared what happens to its shared part, null if nothing
     * @param own what happens to the client's own part of it, null if nothing
     */
    record Entity(
            EntityName name,
            Attributes attributes,
            @Nullable Change shared,
            @Nullable Change own) {
        boolean isGone() {
            return shared instanceof Change.Delete;
        }

        /** How many bytes it takes, about. */
        int size(Attributes from, Attributes ownFrom) {
            return size(from, shared) + size(ownFrom, own);
        }

        private int size(Attributes tree, @Nullable Change change) {
            return change == null
                    ? 0
                    : SyncFrameWriter.size(
                            table(tree, name.table()),
                            Changes.builder().put(name.key(), change).build());
        }
    }

    private EntityChanges(SyncModel<?> model, Attributes from, Attributes to, Attributes ownFrom, Attributes ownTo) {
        Changes shared = Changes.between(from, to);
        Changes own = Changes.between(ownFrom, ownTo);
        shared.asMap().forEach((table, change) -> {
            if (isTable(model, table, from, to)) {
                if (!from.has(table)) {
                    rest.put(table, new Change.Set(Attributes.EMPTY));
                }
                addEntities(table, from, to, ownFrom, ownTo);
            } else {
                rest.put(table, change);
            }
        });
        own.asMap().forEach((table, change) -> {
            if (!isTable(model, table, from, to)) {
                ownRest.put(table, change);
            } else if (shared.get(table) == null) {
                addEntities(table, from, to, ownFrom, ownTo);
            }
        });
        restSize = SyncFrameWriter.size(from, rest.build()) + SyncFrameWriter.size(ownFrom, ownRest.build());
    }

    static EntityChanges between(SyncModel<?> model, @Nullable Baseline base, Baseline target) {
        return new EntityChanges(
                model,
                base == null ? Attributes.EMPTY : base.shared(),
                target.shared(),
                base == null ? Attributes.EMPTY : base.own(),
                target.own());
    }

    /** Whether it is a table in both, or in the later one if it is new. */
    private static boolean isTable(SyncModel<?> model, Object attribute, Attributes from, Attributes to) {
        return to.asMap().get(attribute) instanceof Attributes after
                && model.isTable(attribute, after)
                && (!from.has(attribute)
                        || (from.asMap().get(attribute) instanceof Attributes before
                                && model.isTable(attribute, before)));
    }

    private static Attributes table(Attributes tree, Object table) {
        return tree.asMap().get(table) instanceof Attributes map ? map : Attributes.EMPTY;
    }

    private void addEntities(Object table, Attributes from, Attributes to, Attributes ownFrom, Attributes ownTo) {
        Attributes before = table(from, table);
        Attributes after = table(to, table);
        Map<Object, Change> shared =
                new LinkedHashMap<>(Changes.between(before, after).asMap());
        Map<Object, Change> own = new LinkedHashMap<>(
                Changes.between(table(ownFrom, table), table(ownTo, table)).asMap());
        shared.forEach((key, change) -> entities.add(entity(table, key, before, after, change, own.remove(key))));
        own.forEach((key, change) -> entities.add(entity(table, key, before, after, null, change)));
    }

    private static Entity entity(
            Object table,
            Object key,
            Attributes before,
            Attributes after,
            @Nullable Change shared,
            @Nullable Change own) {
        Object seen = after.has(key) ? after.asMap().get(key) : before.asMap().get(key);
        Attributes attributes = seen instanceof Attributes map ? map : Attributes.EMPTY;
        return new Entity(new EntityName(table, key), attributes, shared, own);
    }

    Collection<Entity> entities() {
        return entities;
    }

    /** How many bytes all that is in no table takes, about. */
    int restSize() {
        return restSize;
    }

    /** All that is in no table, to which entities may be added. */
    Part part() {
        return new Part(rest.build(), ownRest.build());
    }

    /** Some of the changes. */
    static final class Part {
        private final Changes rest;
        private final Changes ownRest;
        private final Map<Object, Changes.Builder> shared = new HashMap<>();
        private final Map<Object, Changes.Builder> own = new HashMap<>();

        private Part(Changes rest, Changes ownRest) {
            this.rest = rest;
            this.ownRest = ownRest;
        }

        void add(Entity entity) {
            add(shared, entity.name(), entity.shared());
            add(own, entity.name(), entity.own());
        }

        private static void add(Map<Object, Changes.Builder> to, EntityName name, @Nullable Change change) {
            if (change != null) {
                to.computeIfAbsent(name.table(), unused -> Changes.builder()).put(name.key(), change);
            }
        }

        Changes shared() {
            return rest.then(joined(shared));
        }

        Changes own() {
            return ownRest.then(joined(own));
        }

        private static Changes joined(Map<Object, Changes.Builder> tables) {
            Changes.Builder all = Changes.builder();
            tables.forEach((table, inside) -> all.put(table, inside.build()));
            return all.build();
        }
    }
}
