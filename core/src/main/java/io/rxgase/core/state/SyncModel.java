package io.rxgase.core.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a state goes to clients, as attributes: the shared part, which every client may see, and the owned part, of which each
 * client may see what is its own. {@link ServerOnly} components are in neither, {@link Quantized} ones are
 * {@linkplain Quantity quantities}.
 *
 * <pre>{@code
 * SyncModel<Chase> sync = SyncModel.of(StateModel.of(Chase.class));
 * Attributes before = sync.shared(chase);
 * Attributes after = sync.sharedChanges(chase, later).applyTo(before);
 * }</pre>
 *
 * <p>Immutable; may be used on any thread.
 *
 * @param <S> the type of the states
 */
public final class SyncModel<S> {
    private static final ClassValue<SyncModel<?>> MODELS = new ClassValue<>() {
        @Override
        protected SyncModel<?> computeValue(Class<?> type) {
            return new SyncModel<>(type);
        }
    };

    private final @Nullable RecordBinding shared;
    private final @Nullable RecordBinding owned;
    private final boolean hidesSomething;
    private final Set<Object> tables;
    private final @Nullable ViewedNames names;

    private SyncModel(Class<S> type) {
        if (type == GameState.class) {
            shared = null;
            owned = null;
            hidesSomething = false;
            tables = Set.of();
            names = null;
            return;
        }
        IgnoredAttributes nothing = new IgnoredAttributes();
        shared = new RecordTree(nothing, RecordTree.Part.SHARED).root(type);
        owned = Visibility.holdsOwned(TypeRef.of(type))
                ? new RecordTree(nothing, RecordTree.Part.OWNED).root(type)
                : null;
        hidesSomething = Visibility.holdsHidden(TypeRef.of(type));
        tables = shared.tables();
        names = new ViewedNames(StateSchema.of(StateModel.of(type)).orElseThrow());
    }

    /**
     * Returns the model of a type; the same one for the same type.
     *
     * @param model the states' own model
     * @param <S> the type of the states
     * @return what of it goes to clients
     * @throws IllegalArgumentException if annotations do not fit their components; the message names the component
     */
    @SuppressWarnings("unchecked") // computeValue makes the model of its class
    public static <S> SyncModel<S> of(StateModel<S> model) {
        return (SyncModel<S>) MODELS.get(model.type());
    }

    /**
     * Returns what every client may see of a state.
     *
     * @param state the state
     * @return its attributes
     */
    public Attributes shared(S state) {
        return shared == null ? ((GameState) (Object) state).attributes() : shared.write(state);
    }

    /**
     * Returns what changed in the shared part. Parts that both states share are skipped by identity.
     *
     * @param from the state before
     * @param to the state after
     * @return changes that turn {@code shared(from)} into {@code shared(to)}
     */
    public Changes sharedChanges(S from, S to) {
        if (shared == null) {
            return Changes.between(shared(from), shared(to));
        }
        return from == to ? Changes.NONE : shared.changes(from, to);
    }

    /**
     * Says whether anything is server-only or owner-only.
     *
     * @return false if all clients may see the whole state
     */
    public boolean hidesSomething() {
        return hidesSomething;
    }

    /**
     * Says whether an attribute of the shared part is a table: a map whose entries are entities, each complete in itself. In a record a
     * table is a component that is a map of records or maps; a record is none, since it belongs together. In a {@link GameState} it is a
     * map of maps.
     *
     * @param attribute its key
     * @param map its value
     * @return whether its entries may be sent at different times
     */
    public boolean isTable(Object attribute, Attributes map) {
        if (shared != null) {
            return tables.contains(attribute);
        }
        for (Object value : map.asMap().values()) {
            if (!(value instanceof Attributes)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks that clients get a table of this name, and that of each of its entities they get this attribute, a number. A view that
     * goes by names which do not exist would decide nothing.
     *
     * @param table the name of a table
     * @param attribute the name of an attribute of its entities
     * @throws IllegalArgumentException if not; the message says which names there are. Never for a {@link GameState}, nor for what is in
     *     {@link Attributes}: there only a state can tell
     */
    public void requireNumber(String table, String attribute) {
        if (names != null) {
            names.require(table, attribute, ViewedNames.Kind.NUMBER);
        }
    }

    /**
     * As {@link #requireNumber}, of an attribute by whose values entities can be told apart: whole numbers, strings, constants of enums or
     * booleans.
     *
     * @param table the name of a table
     * @param attribute the name of an attribute of its entities
     * @throws IllegalArgumentException as {@link #requireNumber}
     */
    public void requireGroup(String table, String attribute) {
        if (names != null) {
            names.require(table, attribute, ViewedNames.Kind.GROUP);
        }
    }

    /**
     * Returns what only owners may see, of all owners.
     *
     * @param state the state
     * @return its attributes, and among them the owners' numbers; {@link #byOwner} divides it
     */
    public Attributes owned(S state) {
        return owned == null ? Attributes.EMPTY : owned.write(state);
    }

    /**
     * Returns what changed in the owned part.
     *
     * @param from the state before
     * @param to the state after
     * @return changes that turn {@code owned(from)} into {@code owned(to)}
     */
    public Changes ownedChanges(S from, S to) {
        return owned == null || from == to ? Changes.NONE : owned.changes(from, to);
    }

    /**
     * Divides an owned part among the owners.
     *
     * @param owned what {@link #owned} returned
     * @return for each owner's number what is its own, at the same places; {@code ClientId} values are the keys
     */
    public static Map<Long, Attributes> byOwner(Attributes owned) {
        return divided(owned, null);
    }

    private static Map<Long, Attributes> divided(Attributes tree, @Nullable Long inherited) {
        // Null means nobody, whoever owns what is around.
        Object named = tree.asMap().get(Visibility.OWNER);
        Long owner =
                !tree.asMap().containsKey(Visibility.OWNER) ? inherited : named instanceof Long number ? number : null;
        Map<Long, Attributes.Builder> builders = new HashMap<>();
        for (Map.Entry<Object, @Nullable Object> entry : tree.asMap().entrySet()) {
            Object value = entry.getValue();
            if (value instanceof Attributes inside) {
                divided(inside, owner)
                        .forEach((one, own) -> builder(builders, one).put(entry.getKey(), own));
            } else if (owner != null && (value == null || OwnedBinding.isBox(value))) {
                builder(builders, owner).put(entry.getKey(), value == null ? null : OwnedBinding.open(value));
            }
        }
        Map<Long, Attributes> divided = new HashMap<>();
        builders.forEach((one, builder) -> divided.put(one, builder.build()));
        return divided;
    }

    private static Attributes.Builder builder(Map<Long, Attributes.Builder> builders, Long owner) {
        return builders.computeIfAbsent(owner, unused -> Attributes.builder());
    }

    /**
     * Returns the changes that lay a client's own part over the shared part of its state.
     *
     * @param shared the shared part, as it is now
     * @param before what of its own was laid over it so far
     * @param now its own part, as it is now
     * @return sets all of {@code now}, and deletes what only {@code before} had
     */
    public static Changes overlay(Attributes shared, Attributes before, Attributes now) {
        Changes.Builder builder = Changes.builder();
        before.keys().forEach(key -> {
            if (!now.has(key)) {
                add(builder, key, shared.asMap().get(key), before.asMap().get(key), Attributes.EMPTY, Change.DELETE);
            }
        });
        now.asMap()
                .forEach((key, value) -> add(
                        builder, key, shared.asMap().get(key), before.asMap().get(key), value, new Change.Set(value)));
        return builder.build();
    }

    private static void add(
            Changes.Builder builder,
            Object key,
            @Nullable Object shared,
            @Nullable Object before,
            @Nullable Object now,
            Change otherwise) {
        // Where the shared part has a map, too, there is a record or a table; else a component that others do not see.
        if (!(shared instanceof Attributes map) || !(now instanceof Attributes own)) {
            builder.add(key, otherwise);
            return;
        }
        Changes inside = overlay(map, before instanceof Attributes was ? was : Attributes.EMPTY, own);
        if (!inside.isEmpty()) {
            builder.add(key, inside);
        }
    }

    /**
     * Returns changes for a state that knows no {@linkplain Quantity quantities}: each becomes a float or a double.
     *
     * @param changes the changes
     * @return the same with plain numbers
     */
    public static Changes plain(Changes changes) {
        Changes.Builder builder = Changes.builder();
        changes.asMap().forEach((key, change) -> {
            if (change instanceof Changes inside) {
                builder.add(key, plain(inside));
            } else {
                builder.add(key, change instanceof Change.Set set ? new Change.Set(plain(set.value())) : change);
            }
        });
        return builder.build();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Quantity quantity) {
            return quantity.plain();
        } else if (value instanceof Attributes map) {
            Attributes.Builder builder = Attributes.builder(map.size());
            map.asMap().forEach((key, inside) -> builder.put(key, plain(inside)));
            return builder.build();
        }
        return value;
    }
}
