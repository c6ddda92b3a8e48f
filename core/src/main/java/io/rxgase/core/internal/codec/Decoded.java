package io.rxgase.core.internal.codec;

import java.util.Optional;

/**
 * What came out of bytes: a value, or the reason why there is none. Bytes from the wire never make a method throw.
 *
 * <pre>{@code
 * Decoded<Event> decoded = EventCodec.decode(bytes);
 * if (decoded instanceof Decoded.Value<Event> value) {
 *     handle(value.value());
 * } else if (decoded instanceof Decoded.Fault<Event> fault) {
 *     count(fault.reason());
 * }
 * }</pre>
 *
 * @param <T> the type of the value
 */
public sealed interface Decoded<T> {
    /** Why bytes are refused. */
    enum Reason {
        /** They end before the value does, or before the lengths and counts in it could be true. */
        TRUNCATED,
        /** The value ends before they do. */
        TRAILING_BYTES,
        /** Arrays and maps nest deeper than 64 levels. */
        TOO_DEEP,
        /** A type that is not allowed in this place. */
        WRONG_TYPE,
        /** A string is not UTF-8. */
        BAD_STRING,
        /** A key is a map or an extension, or not a string where only a string may stand. */
        BAD_KEY,
        /** A map has a key twice. */
        DUPLICATE_KEY,
        /** A number is outside its range. */
        OUT_OF_RANGE
    }

    /**
     * The bytes were good.
     *
     * @param value what they stand for
     * @param <T> its type
     */
    record Value<T>(T value) implements Decoded<T> {}

    /**
     * The bytes were bad.
     *
     * @param reason why
     * @param detail where and what, for people; not longer than 200 characters
     * @param <T> the type that was expected
     */
    record Fault<T>(Reason reason, String detail) implements Decoded<T> {}

    /**
     * Returns the value if there is one.
     *
     * @return the value, or empty
     */
    default Optional<T> toOptional() {
        return this instanceof Value<T> good ? Optional.of(good.value()) : Optional.empty();
    }

    /**
     * Returns the value, for bytes that one has encoded oneself.
     *
     * @return the value
     * @throws IllegalArgumentException if there is none; the message says why
     */
    default T orElseThrow() {
        if (this instanceof Fault<T> fault) {
            throw new IllegalArgumentException(fault.reason() + ": " + fault.detail());
        }
        return ((Value<T>) this).value();
    }
}
