package io.rxgase.core.state;

import java.util.Objects;

/**
 * A MessagePack extension value of somebody else's: carried through states and events without a meaning.
 *
 * <pre>{@code
 * Event echo = Event.of("ECHO", new Extension(5, Bytes.of(new byte[] {1, 2, 3, 4})));
 * }</pre>
 *
 * @param type what its sender means by it, -128 to 127
 * @param data its bytes
 */
public record Extension(int type, Bytes data) {
    /**
     * Checks its arguments.
     *
     * @param type what its sender means by it, -128 to 127
     * @param data its bytes
     * @throws IllegalArgumentException if the type is out of its range
     */
    public Extension {
        if (type < Byte.MIN_VALUE || type > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("type is " + type + ", but extensions have types -128 to 127");
        }
        Objects.requireNonNull(data, "data");
    }
}
