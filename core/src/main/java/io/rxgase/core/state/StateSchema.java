package io.rxgase.core.state;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the states of a record type are made of: names, types and defaults of all components. With it one side finds out whether it can read
 * the states of another build at all, before the first of them.
 *
 * <pre>{@code
 * StateSchema theirs = StateSchema.fromAttributes(received);
 * theirs.requireReadableAs(StateModel.of(Chase.class));
 * }</pre>
 *
 * <p>Immutable, with value equality.
 */
public final class StateSchema {
    static final String RECORDS = "records";
    static final String NAMES = "names";

    // Kinds of types that have parts; all others are the names of scalars.
    static final String RECORD = "record";
    static final String SEALED = "sealed";
    static final String ENUM = "enum";
    static final String MAP = "map";
    static final String LIST = "list";
    static final String OPTIONAL = "optional";
    static final String ANY = "any";

    /** Which component goes to whom. */
    static final long TO_ALL = 0;

    static final long TO_OWNER = 1;
    static final long TO_NOBODY = 2;

    private final Attributes attributes;

    private StateSchema(Attributes attributes) {
        this.attributes = attributes;
    }

    /**
     * Returns the schema of a state type.
     *
     * @param model the type
     * @return its schema; empty for {@link GameState}, whose states can be anything
     */
    public static Optional<StateSchema> of(StateModel<?> model) {
        if (!(model instanceof RecordModel<?> records)) {
            return Optional.empty();
        }
        SchemaWriter writer = new SchemaWriter();
        writer.number(records.binding());
        return Optional.of(new StateSchema(writer.done()));
    }

    /**
     * Returns the schema that attributes stand for.
     *
     * @param attributes what {@link #toAttributes} returned, on any side
     * @return the schema
     * @throws StateMismatchException if they stand for none
     */
    public static StateSchema fromAttributes(Attributes attributes) {
        StateSchema schema = new StateSchema(attributes);
        if (schema.records().isEmpty()
                || schema.list(NAMES).size() != schema.records().size()) {
            throw StateMismatchException.wrongType("", "a schema", "no records");
        }
        return schema;
    }

    /**
     * Returns the attributes that stand for it, to be written.
     *
     * @return names and types
     */
    public Attributes toAttributes() {
        return attributes;
    }

    /**
     * Returns the simple name of the record that is the state.
     *
     * @return a name, at most 64 characters
     */
    public String name() {
        return name(0);
    }

    String name(long record) {
        List<?> names = list(NAMES);
        Object name = record >= 0 && record < names.size() ? names.get((int) record) : null;
        return StateMismatchException.shortened(String.valueOf(name));
    }

    /** Returns the components of a record by name; null if there is no such record. */
    @Nullable
    Attributes record(long number) {
        List<?> records = records();
        return number >= 0 && number < records.size() && records.get((int) number) instanceof Attributes components
                ? components
                : null;
    }

    private List<?> records() {
        return list(RECORDS);
    }

    private List<?> list(String key) {
        return attributes.asMap().get(key) instanceof List<?> list ? list : List.of();
    }

    /**
     * Says whether two schemas have the same components of the same types with the same defaults, whatever their records are called.
     *
     * @param other another one
     * @return whether states of the one are states of the other
     */
    public boolean isAlike(StateSchema other) {
        return attributes.without(NAMES).equals(other.attributes.without(NAMES));
    }

    /**
     * Checks that a client whose states are of a type can read the states of this schema. Components that the type does not have, those that it
     * has a default for, constants of enums and records of sealed interfaces that it does not know are no hindrance.
     *
     * @param model the client's type
     * @throws StateMismatchException if no state of this schema fits; the message names both sides
     */
    public void requireReadableAs(StateModel<?> model) {
        requireReadableAs(model, false);
    }

    /**
     * Checks that the same game can read its own states of this schema, hidden components and all.
     *
     * @param model the game's type
     * @throws StateMismatchException as {@link #requireReadableAs}
     */
    public void requireRestorableAs(StateModel<?> model) {
        requireReadableAs(model, true);
    }

    private void requireReadableAs(StateModel<?> model, boolean hiddenToo) {
        if (!(model instanceof RecordModel<?> records)) {
            return;
        }
        try {
            Attributes root = record(0);
            if (root != null) {
                records.binding().requireSomeOf(root.keys());
            }
            records.binding().check(List.of(RECORD, 0L), new SchemaCheck(this, hiddenToo));
        } catch (StateMismatchException e) {
            throw e.between(model.type().getSimpleName(), name());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateSchema that && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(attributes);
    }

    @Override
    public String toString() {
        return "StateSchema of " + name();
    }
}
