package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;

/** What is said at the end of a connection: again and again until it is acknowledged, or {@link #ATTEMPTS} times. */
final class Farewell {
    /** How often it is said. With one packet in five lost each way, all but one in two hundred are heard. */
    static final int ATTEMPTS = 5;

    /** Longest wait for reliable messages that are still under way, before the farewell. */
    static final long FLUSH_NANOS = 1_000_000_000;

    /** How long the side that was told answers repetitions before it forgets the connection. */
    static final long DRAIN_NANOS = 3_000_000_000L;

    private final int code;
    private final byte[] text;
    private int attempts;
    private boolean due = true;

    Farewell(int code, String text) {
        this.code = code;
        this.text = Text.encode(text);
    }

    boolean isDue() {
        return due;
    }

    void write(ByteBuffer out) {
        FrameWriter.close(out, code, text);
        due = false;
        attempts++;
    }

    /** The peer seems not to have heard it: it is said as if for the first time. */
    void repeat() {
        due = true;
        attempts = 0;
    }

    /** The wait for an answer is over. Returns false if that was the last. */
    boolean again() {
        due = attempts < ATTEMPTS;
        return due;
    }
}
