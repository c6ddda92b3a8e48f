package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types whose values have no parts: numbers, booleans, strings, bytes, enums, {@link Unwrapped} records. */
final class ScalarBinding<T> extends Binding<T> {
    private static final Map<Class<?>, ScalarBinding<?>> BUILT_IN = new HashMap<>();

    static {
        whole(byte.class, Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue, Byte::valueOf);
        whole(short.class, Short.class, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue, Short::valueOf);
        whole(int.class, Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue, Integer::valueOf);
        whole(long.class, Long.class, Long.MIN_VALUE, Long.MAX_VALUE, value -> value, Long::valueOf);
        put(
                char.class,
                Character.class,
                new ScalarBinding<>(
                        "char as an int of 16 bits",
                        "char",
                        c -> (long) c,
                        value -> value instanceof Long n && n == (char) n.longValue() ? (char) n.longValue() : null,
                        ScalarBinding::onlyCharacter,
                        false));
        put(
                boolean.class,
                Boolean.class,
                new ScalarBinding<>(
                        "boolean",
                        "boolean",
                        b -> b,
                        value -> value instanceof Boolean b ? b : null,
                        ScalarBinding::truth,
                        false));
        put(
                float.class,
                Float.class,
                new ScalarBinding<>(
                        "float",
                        "float",
                        f -> f,
                        value -> value instanceof Number n ? n.floatValue() : null,
                        Float::valueOf,
                        false));
        put(
                double.class,
                Double.class,
                new ScalarBinding<>(
                        "double",
                        "double",
                        d -> d,
                        value -> value instanceof Number n ? n.doubleValue() : null,
                        Double::valueOf,
                        false));
        BUILT_IN.put(
                String.class,
                new ScalarBinding<>(
                        "string",
                        "string",
                        Values::whole,
                        value -> value instanceof String s ? s : null,
                        Values::whole,
                        true));
        BUILT_IN.put(
                Bytes.class,
                new ScalarBinding<Bytes>(
                        "bytes", "bytes", b -> b, value -> value instanceof Bytes b ? b : null, null, false));
        BUILT_IN.put(
                byte[].class,
                new ScalarBinding<byte[]>(
                        "bytes",
                        "bytes",
                        Bytes::of,
                        value -> value instanceof Bytes b ? b.toArray() : null,
                        null,
                        false));
    }

    private final String name;
    /** The type as in a {@link StateSchema}. */
    private final Object kind;

    private final Function<T, Object> write;
    /** Returns null if the value does not fit. */
    private final Function<Object, @Nullable T> read;

    private final @Nullable Function<String, T> parse;
    private final boolean key;

    private ScalarBinding(
            String name,
            Object kind,
            Function<T, Object> write,
            Function<Object, @Nullable T> read,
            @Nullable Function<String, T> parse,
            boolean key) {
        this.name = name;
        this.kind = kind;
        this.write = write;
        this.read = read;
        this.parse = parse;
        this.key = key;
    }

    private static <T> void put(Class<T> primitive, Class<T> box, ScalarBinding<T> binding) {
        BUILT_IN.put(box, binding);
        BUILT_IN.put(primitive, binding);
    }

    private static <T extends Number> void whole(
            Class<T> primitive,
            Class<T> box,
            long least,
            long most,
            Function<Long, T> narrow,
            Function<String, T> parse) {
        String name = primitive == long.class ? "int" : "int from " + least + " to " + most;
        put(
                primitive,
                box,
                new ScalarBinding<>(
                        name,
                        primitive.getName(),
                        Number::longValue,
                        value -> value instanceof Long n && n >= least && n <= most ? narrow.apply(n) : null,
                        parse,
                        true));
    }

    /** Returns the binding of a type without parts; null if it is another one. */
    static @Nullable ScalarBinding<?> of(Class<?> type) {
        if (type.isEnum()) {
            return ofEnum(type);
        }
        NumberRecord number = NumberRecord.of(type);
        return number == null ? BUILT_IN.get(type) : ofNumber(number, Comparable.class.isAssignableFrom(type));
    }

    @SuppressWarnings("unchecked") // the binding of the component's type, which is a whole number
    private static ScalarBinding<?> ofNumber(NumberRecord record, boolean key) {
        ScalarBinding<Object> inside = (ScalarBinding<Object>) Objects.requireNonNull(BUILT_IN.get(record.component()));
        Function<String, Object> parse = Objects.requireNonNull(inside.parse);
        return new ScalarBinding<Object>(
                inside.name,
                inside.kind,
                record::write,
                value -> {
                    Object number = inside.read.apply(value);
                    try {
                        return number == null ? null : record.read(number);
                    } catch (RuntimeException refused) {
                        return null;
                    }
                },
                text -> record.read(parse.apply(text)),
                key);
    }

    private static ScalarBinding<?> ofEnum(Class<?> type) {
        Map<String, Object> byName = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            byName.put(((Enum<?>) constant).name(), constant);
        }
        List<Object> kind = new ArrayList<>(List.of(StateSchema.ENUM));
        Arrays.stream(type.getEnumConstants()).forEach(constant -> kind.add(((Enum<?>) constant).name()));
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        return new ScalarBinding<>(
                "one of " + names,
                kind,
                constant -> ((Enum<?>) constant).name(),
                value -> value instanceof String text ? byName.get(text) : null,
                text -> {
                    Object constant = byName.get(text);
                    if (constant == null) {
                        throw new IllegalArgumentException(text + " is not one of " + names);
                    }
                    return constant;
                },
                true);
    }

    private static Character onlyCharacter(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("\"" + text + "\" is not one char");
        }
        return text.charAt(0);
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        }
        return text.equals("true");
    }

    /** Says whether values of this type are written as strings or whole numbers, so that they can be keys. */
    boolean isKey() {
        return key;
    }

    /** Says whether values of this type are any strings, some of which can't be carried. */
    boolean isText() {
        return kind.equals("string");
    }

    @Override
    Shape shape() {
        return isText() ? Shape.TEXT : Shape.SCALAR;
    }

    @Override
    T admitted(@Nullable T before, T object, int room) {
        if (object instanceof String text) {
            Values.whole(text);
        }
        return object;
    }

    @Override
    String name() {
        return name;
    }

    @Override
    Object describe(SchemaWriter schema) {
        return kind;
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        check.scalar(this, kind, theirs);
    }

    @Override
    Object write(T object) {
        return write.apply(object);
    }

    @Override
    T read(Object value, Fit fit) {
        T object = read.apply(value);
        if (object == null) {
            String found = value instanceof Long || (value instanceof String && name.startsWith("one of "))
                    ? Values.typeOf(value) + " " + StateMismatchException.shortened(value.toString())
                    : Values.typeOf(value);
            throw StateMismatchException.wrongType("", name, found);
        }
        return object;
    }

    /**
     * Returns a key as it is read again on the other side.
     *
     * @throws Values.Unfit if it is of another type, as a raw map may have it, or not what it will be written as
     */
    T normal(T key) {
        try {
            if (isText() && (Object) key instanceof String text) {
                Values.wholeKey(text);
                return key;
            }
            return read(write(key), Fit.STRICT);
        } catch (ClassCastException | StateMismatchException e) {
            throw new Values.Unfit("has the key " + key + ", a "
                    + key.getClass().getName() + ", which is no " + name + ": a raw type lets it in");
        }
    }

    @Override
    boolean same(T a, T b) {
        if (a instanceof Record) {
            return write(a).equals(write(b));
        }
        return a instanceof byte[] x ? Arrays.equals(x, (byte[]) b) : a.equals(b);
    }

    @Override
    T parse(String text) {
        return parse == null ? super.parse(text) : parse.apply(text);
    }
}
