package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks up in the schema of a state type what a view names: a table, and attributes of its entities. */
final class ViewedNames {
    private static final Set<String> WHOLE = Set.of("byte", "short", "char", "int", "long");

    /** What the values of an attribute have to be. */
    enum Kind {
        /** Coordinates. */
        NUMBER("a number"),
        /** What entities are divided by. */
        GROUP("a whole number, string, enum or boolean");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        private boolean isMetBy(@Nullable Object type) {
            String kind = SchemaCheck.kind(type);
            return WHOLE.contains(kind)
                    || switch (kind) {
                        case StateSchema.ANY -> true;
                        case "float", "double" -> this == NUMBER;
                        case "string", "boolean", StateSchema.ENUM -> this == GROUP;
                        default -> false;
                    };
        }
    }

    private final StateSchema schema;

    ViewedNames(StateSchema schema) {
        this.schema = schema;
    }

    /**
     * Checks that there are such a table and attribute.
     *
     * @throws IllegalArgumentException if not; the message says which there are
     */
    void require(String table, String attribute, Kind kind) {
        List<?> entity = entity(table);
        if (entity.isEmpty()) {
            return;
        }
        boolean found = false;
        for (Object type : entity) {
            Object component = components(type).asMap().get(attribute);
            if (component == null) {
                continue;
            }
            found = true;
            String name = schema.name() + "." + table + ".*." + attribute;
            requireSent(name, component, "a view goes by what clients get: use View.of with a function");
            Object inner = SchemaCheck.inner(SchemaCheck.part(component, 0));
            if (!kind.isMetBy(inner)) {
                throw new IllegalArgumentException(name + " is of type " + describe(inner) + ", but this view needs "
                        + kind.text + ": " + those(entity, one -> kind.isMetBy(SchemaCheck.inner(one))));
            }
        }
        if (!found) {
            throw new IllegalArgumentException("the entities of " + schema.name() + "." + table
                    + " have no attribute \"" + attribute + "\", by which a view goes: "
                    + those(entity, unused -> true));
        }
    }

    /** The records that the entities of a table may be; none if only a state can tell. */
    private List<?> entity(String table) {
        Attributes state = components(List.of(StateSchema.RECORD, 0L));
        Object component = state.asMap().get(table);
        if (component == null) {
            throw new IllegalArgumentException(
                    schema.name() + " has no table \"" + table + "\", which a view is of: " + tables(state));
        }
        String name = schema.name() + "." + table;
        requireSent(name, component, "no client gets more of it than that, so leave the view out");
        Object type = SchemaCheck.inner(SchemaCheck.part(component, 0));
        if (SchemaCheck.kind(type).equals(StateSchema.ANY)) {
            return List.of();
        }
        if (!isTable(type)) {
            throw new IllegalArgumentException(name + " is no table, a map of records, but of type " + describe(type)
                    + "; a view of anything else is View.of with a function: " + tables(state));
        }
        Object entity = SchemaCheck.inner(SchemaCheck.part(type, 2));
        if (SchemaCheck.kind(entity).equals(StateSchema.SEALED)
                && SchemaCheck.part(entity, 1) instanceof Attributes leaves) {
            return leaves.asMap().values().stream()
                    .map(number -> List.of(StateSchema.RECORD, Objects.requireNonNull(number)))
                    .toList();
        }
        return SchemaCheck.kind(entity).equals(StateSchema.RECORD) && entity != null ? List.of(entity) : List.of();
    }

    private static boolean isTable(@Nullable Object type) {
        String entity = SchemaCheck.kind(SchemaCheck.inner(SchemaCheck.part(type, 2)));
        return SchemaCheck.kind(type).equals(StateSchema.MAP)
                && Set.of(StateSchema.RECORD, StateSchema.SEALED, StateSchema.MAP, StateSchema.ANY)
                        .contains(entity);
    }

    private static boolean isSent(@Nullable Object component) {
        return SchemaCheck.part(component, 1) instanceof Long audience && audience == StateSchema.TO_ALL;
    }

    private static void requireSent(String name, Object component, String fix) {
        if (!isSent(component)) {
            boolean isOwned = Long.valueOf(StateSchema.TO_OWNER).equals(SchemaCheck.part(component, 1));
            throw new IllegalArgumentException(name + " is " + (isOwned ? "@OwnerOnly" : "@ServerOnly") + ": " + fix);
        }
    }

    private Attributes components(@Nullable Object record) {
        Attributes components =
                SchemaCheck.part(record, 1) instanceof Number number ? schema.record(number.longValue()) : null;
        return components == null ? Attributes.EMPTY : components;
    }

    private static String tables(Attributes state) {
        List<String> tables = new ArrayList<>();
        for (Map.Entry<Object, @Nullable Object> component : state.asMap().entrySet()) {
            if (isSent(component.getValue()) && isTable(SchemaCheck.inner(SchemaCheck.part(component.getValue(), 0)))) {
                tables.add(component.getKey().toString());
            }
        }
        return tables.isEmpty() ? "it has no tables" : "its tables are " + String.join(", ", tables);
    }

    /** Names the attributes of entities that are of a kind and that clients get. */
    private String those(List<?> entity, Predicate<@Nullable Object> kind) {
        Set<String> names = new TreeSet<>();
        for (Object type : entity) {
            components(type).asMap().forEach((name, component) -> {
                if (isSent(component) && kind.test(SchemaCheck.part(component, 0))) {
                    names.add(name.toString());
                }
            });
        }
        return names.isEmpty() ? "they have none" : "they have " + String.join(", ", names);
    }

    private String describe(@Nullable Object type) {
        return SchemaCheck.kind(type).equals(StateSchema.RECORD) && SchemaCheck.part(type, 1) instanceof Long number
                ? schema.name(number)
                : SchemaCheck.kind(type);
    }
}
