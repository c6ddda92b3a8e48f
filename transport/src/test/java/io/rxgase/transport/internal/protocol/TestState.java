package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** A state of a given size; its bytes follow from version and base, so that a receiver can check them. */
record TestState(long version, int wholeBytes, int differenceBytes, long oldestBase) implements StateSource {
    static TestState of(long version, int wholeBytes, int differenceBytes) {
        return new TestState(version, wholeBytes, differenceBytes, 0);
    }

    @Override
    public Frame frame(Receiver receiver, long baseVersion) {
        long base = baseVersion < oldestBase ? NONE : baseVersion;
        return new Frame(base, version, ByteBuffer.wrap(bytes(base)).asReadOnlyBuffer());
    }

    private byte[] bytes(long base) {
        byte[] bytes = new byte[base == NONE ? wholeBytes : differenceBytes];
        new SplittableRandom(version * 1_000_003 + base).nextBytes(bytes);
        return bytes;
    }

    /** Whether a received frame has the bytes that a source of that version and size makes for its base. */
    boolean made(Frame frame) {
        return frame.version() == version && frame.bytes().equals(ByteBuffer.wrap(bytes(frame.baseVersion())));
    }
}
