package io.rxgase.core.state;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an {@link Unwrapped} record becomes its number and back. Made once for each class. */
final class NumberRecord {
    private static final Set<Class<?>> NUMBERS = Set.of(byte.class, short.class, int.class, long.class);

    private static final ClassValue<NumberRecord> RECORDS = new ClassValue<>() {
        @Override
        protected NumberRecord computeValue(Class<?> type) {
            return new NumberRecord(type);
        }
    };

    private final Class<?> component;
    private final MethodHandle accessor;
    private final MethodHandle constructor;

    private NumberRecord(Class<?> type) {
        RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        if (components.length != 1 || !NUMBERS.contains(components[0].getType())) {
            throw new IllegalArgumentException(
                    type.getName() + " is marked @Unwrapped: let it be a record of one byte, short, int or long");
        }
        RecordAccess access = new RecordAccess(type);
        this.component = components[0].getType();
        this.accessor = access.accessor(components[0]);
        this.constructor = access.constructor();
    }

    /**
     * Returns how a class becomes a number; null if it is not marked as such.
     *
     * @throws IllegalArgumentException if it is, but is no record of one whole number
     */
    static @Nullable NumberRecord of(Class<?> type) {
        return type.isAnnotationPresent(Unwrapped.class) ? RECORDS.get(type) : null;
    }

    /** The type of the number. */
    Class<?> component() {
        return component;
    }

    Long write(Object record) {
        try {
            Object number = (Object) accessor.invokeExact(record);
            return ((Number) number).longValue();
        } catch (Throwable e) {
            throw RecordAccess.rethrow(e);
        }
    }

    /**
     * Returns the record of a number.
     *
     * @param number of the component's type
     * @throws RuntimeException what its constructor throws, which refuses the number
     */
    Object read(Object number) {
        try {
            @Nullable Object[] components = {number};
            return Objects.requireNonNull((Object) constructor.invokeExact(components));
        } catch (Throwable e) {
            throw RecordAccess.rethrow(e);
        }
    }
}
