package io.rxgase.core.state;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a state type with the schema of another side, which may have come from anybody: what is malformed in it, or unknown, counts
 * as fitting. For one thread.
 */
final class SchemaCheck {
    /** Records may contain themselves, and a schema from the network may go deeper. */
    private static final int MAX_DEPTH = 200;

    private static final Map<String, long[]> WHOLE = Map.of(
            "byte", new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE},
            "short", new long[] {Short.MIN_VALUE, Short.MAX_VALUE},
            "char", new long[] {Character.MIN_VALUE, Character.MAX_VALUE},
            "int", new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
            "long", new long[] {Long.MIN_VALUE, Long.MAX_VALUE});

    private final StateSchema theirs;
    private final boolean hiddenToo;
    private final Set<Pair> seen = new HashSet<>();
    private int depth;

    private record Pair(RecordBinding ours, long theirs) {}

    SchemaCheck(StateSchema theirs, boolean hiddenToo) {
        this.theirs = theirs;
        this.hiddenToo = hiddenToo;
    }

    /** The kind of a type: the first of the list that it is, or a scalar's name. */
    static String kind(@Nullable Object type) {
        Object kind = type instanceof List<?> list && !list.isEmpty() ? list.get(0) : type;
        return kind instanceof String text ? text : StateSchema.ANY;
    }

    static @Nullable Object part(@Nullable Object type, int index) {
        return type instanceof List<?> list && index < list.size() ? list.get(index) : null;
    }

    /** A type without the Optional around it. */
    static @Nullable Object inner(@Nullable Object type) {
        return kind(type).equals(StateSchema.OPTIONAL) ? part(type, 1) : type;
    }

    /** The components of a record type of theirs; null if it is none. */
    @Nullable
    Attributes components(@Nullable Object type) {
        return part(type, 1) instanceof Long number ? theirs.record(number) : null;
    }

    String recordName(@Nullable Object type) {
        return part(type, 1) instanceof Long number ? theirs.name(number) : "?";
    }

    /** Goes into a record; false if this pair is or was looked at. */
    boolean enter(RecordBinding ours, @Nullable Object type) {
        if (depth >= MAX_DEPTH || !(part(type, 1) instanceof Long number) || !seen.add(new Pair(ours, number))) {
            return false;
        }
        depth++;
        return true;
    }

    void leave() {
        depth--;
    }

    /** Whether a component of theirs is in every state that is read. */
    boolean isSent(@Nullable Object component) {
        return hiddenToo || !(part(component, 1) instanceof Long audience) || audience == StateSchema.TO_ALL;
    }

    /** What a type is called in a message. */
    String describe(@Nullable Object type) {
        String kind = kind(type);
        return switch (kind) {
            case StateSchema.RECORD -> recordName(type);
            case StateSchema.SEALED -> "one of the records of a sealed interface";
            case StateSchema.ENUM -> "one of " + names(type);
            case StateSchema.OPTIONAL -> describe(part(type, 1));
            default -> StateMismatchException.shortened(kind);
        };
    }

    private static String names(@Nullable Object type) {
        List<?> constants = type instanceof List<?> list ? list : List.of();
        return String.join(
                ", ",
                constants.stream()
                        .skip(1)
                        .limit(20)
                        .map(name -> StateMismatchException.shortened(String.valueOf(name)))
                        .toList());
    }

    StateMismatchException mismatch(Binding<?> ours, @Nullable Object type) {
        return StateMismatchException.wrongType("", ours.name(), describe(type));
    }

    /** Checks a scalar's kind, or the constants of an enum. */
    void scalar(Binding<?> ours, Object ourType, @Nullable Object type) {
        String found = kind(type);
        if (found.equals(StateSchema.ANY) || fits(ourType, found, type)) {
            return;
        }
        throw mismatch(ours, type);
    }

    /** Checks what both have as a list: lists, and sets. */
    void list(Binding<?> ours, Binding<?> element, @Nullable Object type) {
        switch (kind(type)) {
            case StateSchema.ANY -> {}
            case StateSchema.LIST -> {
                try {
                    element.check(inner(part(type, 1)), this);
                } catch (StateMismatchException e) {
                    throw e.under("[]");
                }
            }
            default -> throw mismatch(ours, type);
        }
    }

    private static boolean fits(Object ourType, String found, @Nullable Object type) {
        String ours = kind(ourType);
        long[] range = WHOLE.get(ours);
        long[] theirRange = WHOLE.get(found);
        if (range != null) {
            return theirRange != null && range[0] <= theirRange[0] && range[1] >= theirRange[1];
        }
        return switch (ours) {
            case "float", "double" -> theirRange != null || found.equals("float") || found.equals("double");
            case "string" -> found.equals("string") || found.equals(StateSchema.ENUM);
            case StateSchema.ENUM ->
                found.equals("string") || (found.equals(StateSchema.ENUM) && haveConstantInCommon(ourType, type));
            default -> ours.equals(found);
        };
    }

    private static boolean haveConstantInCommon(Object ourType, @Nullable Object type) {
        Set<Object> theirs = new HashSet<>();
        if (type instanceof List<?> list) {
            list.stream().skip(1).forEach(theirs::add);
        }
        return ourType instanceof List<?> ours && ours.stream().skip(1).anyMatch(theirs::contains);
    }
}
