package io.rxgase.core.event;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What clients and game tell each other: a type, positional arguments and named arguments.
 *
 * <pre>{@code
 * Event move = Event.of("MOVE", 3).with("new_position", List.of(1.0, 2.0));
 * int player = move.getInt(0);                             // by position
 * List<Object> position = move.getList("new_position");    // by name
 *
 * record Shot(int player, double angle) {}
 * Event shot = Event.of(new Shot(3, 0.5));                 // Shot(angle=0.5, player=3)
 * Shot same = shot.as(Shot.class);
 * }</pre>
 *
 * <p>Arguments are the same values as in states, see {@link Values}. A getter takes the name of an argument (a string) or
 * its position (an int from 0), and throws {@link EventArgumentException} if there is no such argument or if it is of
 * another type.
 *
 * <p>Immutable; may be used on any thread.
 */
public final class Event {
    /** Types that begin so are made by the server alone; from a client they are refused: {@value}. */
    public static final String RESERVED_PREFIX = "rxgase.";

    /** The type of the first event of every client: it has joined. */
    public static final String JOINED = RESERVED_PREFIX + "joined";

    /** The type of the last event of every client: it has left. */
    public static final String LEFT = RESERVED_PREFIX + "left";

    /** The type of a client's wish that the server ends, which takes host rights and never reaches game logic. */
    public static final String SHUTDOWN = RESERVED_PREFIX + "shutdown";

    /** What a client sends to ask for fewer states: how many per second, 0 for as many as there are. Made by the client. */
    public static final String RATE = RESERVED_PREFIX + "rate";

    /** What a client sends to be told what the server's states are made of, and the answer. Made by client and server. */
    public static final String SCHEMA = RESERVED_PREFIX + "schema";

    /** How many names a message lists: senders choose the names. */
    private static final int NAMES_SHOWN = 20;

    private final String type;
    private final List<@Nullable Object> arguments;
    private final Attributes named;

    private Event(String type, List<@Nullable Object> arguments, Attributes named) {
        this.type = type;
        this.arguments = arguments;
        this.named = named;
    }

    /**
     * An event with positional arguments.
     *
     * @param type the type, such as {@code MOVE}
     * @param arguments any values that {@link Values#of} takes
     * @return the event
     * @throws IllegalArgumentException if an argument is of another type, or a string has half of a surrogate pair
     */
    public static Event of(String type, @Nullable Object... arguments) {
        return new Event(requireWhole(Objects.requireNonNull(type, "type")), List.of(), Attributes.EMPTY)
                .withArguments(Arrays.asList(arguments));
    }

    /** A type is a string as any other. */
    static String requireWhole(String type) {
        try {
            Object unused = Values.of(type);
            return type;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the type of an event: " + e.getMessage(), e);
        }
    }

    /**
     * An event that carries a record: each component is a named argument.
     *
     * @param payload the record, of a type that could be a state
     * @return an event of type {@link #typeOf}
     * @throws IllegalArgumentException if the record has a component that is no value
     */
    public static Event of(Record payload) {
        return Payload.toEvent(payload);
    }

    /**
     * The type of the events that carry a record.
     *
     * @param payload the class of the record
     * @return its {@link EventType}, or else its simple name
     * @throws IllegalArgumentException if the type is reserved, or the record could not be a state
     */
    public static String typeOf(Class<? extends Record> payload) {
        return Payload.of(payload).type();
    }

    /**
     * Adds a named argument, or replaces it.
     *
     * @param name its name
     * @param value any value that {@link Values#of} takes
     * @return the changed copy
     * @throws IllegalArgumentException if the value is of another type
     */
    public Event with(String name, @Nullable Object value) {
        try {
            return new Event(type, arguments, named.with(Objects.requireNonNull(name, "name"), value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(type + ": argument " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Replaces all positional arguments.
     *
     * @param values any values that {@link Values#of} takes
     * @return the changed copy
     * @throws IllegalArgumentException if a value is of another type
     */
    @SuppressWarnings("unchecked") // the normal form of a list is a list of values
    public Event withArguments(List<? extends @Nullable Object> values) {
        if (values.isEmpty()) {
            return arguments.isEmpty() ? this : new Event(type, List.of(), named);
        }
        try {
            return new Event(type, (List<@Nullable Object>) Objects.requireNonNull(Values.of(values)), named);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(type + ": arguments: " + e.getMessage(), e);
        }
    }

    /**
     * Replaces all named arguments.
     *
     * @param values the arguments, whose keys are strings
     * @return the changed copy
     * @throws IllegalArgumentException if a key is no string
     */
    public Event withNamed(Attributes values) {
        if (values.size() == 0 && named.size() == 0) {
            return this;
        }
        for (Object name : values.keys()) {
            if (!(name instanceof String)) {
                throw new IllegalArgumentException(type + ": the name of an argument is a string, not " + name);
            }
        }
        return new Event(type, arguments, values);
    }

    /**
     * What kind of event this is.
     *
     * @return the type
     */
    public String type() {
        return type;
    }

    /**
     * The arguments that have a position.
     *
     * @return values in order; unmodifiable
     */
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    /**
     * The arguments that have a name.
     *
     * @return values by name
     */
    public Attributes named() {
        return named;
    }

    /**
     * Tells the server's own events from those of clients and game authors.
     *
     * @return whether the type begins with {@value #RESERVED_PREFIX}
     */
    public boolean isReserved() {
        return type.startsWith(RESERVED_PREFIX);
    }

    /**
     * The record that this event carries. Positional arguments fill the components in order, named ones by name.
     *
     * @param payload the class of the record; the type of the event is not looked at
     * @param <R> the record
     * @return the record
     * @throws EventArgumentException if an argument is missing, of another type, or given twice
     */
    public <R extends Record> R as(Class<R> payload) {
        return Payload.of(payload).fromEvent(this);
    }

    /**
     * Tells whether there is an argument, be it null.
     *
     * @param argument its name or position
     * @return whether there is
     */
    public boolean has(Object argument) {
        return argument instanceof Integer position
                ? position >= 0 && position < arguments.size()
                : named.has(argument);
    }

    /**
     * An argument of any type.
     *
     * @param argument its name or position
     * @return its value
     */
    public @Nullable Object get(Object argument) {
        return find(argument, "any value");
    }

    /**
     * A boolean argument.
     *
     * @param argument its name or position
     * @return its value
     */
    public boolean getBoolean(Object argument) {
        return typed(argument, Boolean.class, "boolean");
    }

    /**
     * A whole number that fits in an {@code int}.
     *
     * @param argument its name or position
     * @return its value
     */
    public int getInt(Object argument) {
        long value = getLong(argument);
        if (value != (int) value) {
            throw wrong(argument, "int of 32 bits", Long.toString(value));
        }
        return (int) value;
    }

    /**
     * A whole number.
     *
     * @param argument its name or position
     * @return its value
     */
    public long getLong(Object argument) {
        return typed(argument, Long.class, "int");
    }

    /**
     * A number of any type as a {@code double}.
     *
     * @param argument its name or position
     * @return its value
     */
    public double getDouble(Object argument) {
        return typed(argument, Number.class, "double").doubleValue();
    }

    /**
     * A string argument.
     *
     * @param argument its name or position
     * @return its value
     */
    public String getString(Object argument) {
        return typed(argument, String.class, "string");
    }

    /**
     * A binary argument.
     *
     * @param argument its name or position
     * @return its value
     */
    public Bytes getBytes(Object argument) {
        return typed(argument, Bytes.class, "bytes");
    }

    /**
     * A list.
     *
     * @param argument its name or position
     * @return its values; immutable
     */
    @SuppressWarnings("unchecked") // a list among arguments is a list of values
    public List<@Nullable Object> getList(Object argument) {
        return typed(argument, List.class, "list");
    }

    /**
     * A map.
     *
     * @param argument its name or position
     * @return its attributes
     */
    public Attributes getMap(Object argument) {
        return typed(argument, Attributes.class, "map");
    }

    // These are AttributeTree's rules. They are written out here because an event comes from a client who may send
    // thousands
    // of wrong ones: one exception that costs little, instead of two with stack traces.

    private <T> T typed(Object argument, Class<T> type, String expected) {
        Object value = find(argument, expected);
        if (!type.isInstance(value)) {
            throw wrong(argument, expected, Values.typeOf(value));
        }
        return type.cast(value);
    }

    private @Nullable Object find(Object argument, String expected) {
        if (!(argument instanceof Integer) && !(argument instanceof String)) {
            throw new IllegalArgumentException(
                    type + ": an argument has a name (a string) or a position (an int from 0), not " + argument);
        }
        if (!has(argument)) {
            throw wrong(argument, expected, "nothing; " + signature());
        }
        return argument instanceof Integer position ? arguments.get(position) : named.get(argument);
    }

    private EventArgumentException wrong(Object argument, String expected, String found) {
        return new EventArgumentException(type, argument.toString(), expected, found);
    }

    private String signature() {
        String names =
                named.keys().stream().limit(NAMES_SHOWN).map(Object::toString).collect(Collectors.joining(", "));
        return "there are " + arguments.size() + " positional arguments, and named ones: "
                + (names.isEmpty() ? "none" : names)
                + (named.size() > NAMES_SHOWN ? " and " + (named.size() - NAMES_SHOWN) + " more" : "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event that
                && type.equals(that.type)
                && arguments.equals(that.arguments)
                && named.equals(that.named);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, arguments, named);
    }

    /** Shows the event as a call: {@code MOVE(3, new_position=[1.0, 2.0])}. */
    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        arguments.forEach(argument -> shown.add(String.valueOf(argument)));
        named.asMap().forEach((name, value) -> shown.add(name + "=" + value));
        return type + "(" + String.join(", ", shown) + ")";
    }
}
