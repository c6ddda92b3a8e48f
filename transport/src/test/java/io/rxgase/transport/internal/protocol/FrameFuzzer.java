package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Writes frames that are well-formed for the most part, with numbers near those that make sense. */
final class FrameFuzzer {
    private static final byte[] BYTES = new byte[400];

    private final SplittableRandom random;

    FrameFuzzer(SplittableRandom random) {
        this.random = random;
    }

    /** A few frames; sometimes with noise after them. */
    void frames(ByteBuffer out) {
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            frame(out);
        }
        if (random.nextInt(20) == 0) {
            int noise = random.nextInt(1, 20);
            for (int i = 0; i < noise; i++) {
                out.put((byte) random.nextInt());
            }
        }
    }

    private void frame(ByteBuffer out) {
        int channel = random.nextInt(random.nextInt(50) == 0 ? 64 : 4);
        switch (random.nextInt(17)) {
            case 0 ->
                out.put((byte) Wire.ACK)
                        .putShort(number())
                        .putLong(random.nextLong())
                        .putShort(number());
            case 1 -> FrameWriter.hold(out, random.nextLong(-1, 50), random.nextBoolean());
            case 2 -> out.put((byte) Wire.PING);
            case 3 -> FrameWriter.edge(out, channel & 1, number(), random.nextInt(200_000));
            case 4 -> FrameWriter.skip(out, channel, number(), random.nextInt(1000));
            case 5 -> FrameWriter.state(out, state(), random.nextBoolean());
            case 6 -> {
                StateSource.Frame frame = state();
                int count = random.nextInt(1, 6);
                FrameWriter.slice(
                        out,
                        number(),
                        frame,
                        random.nextInt(count),
                        count,
                        0,
                        frame.bytes().remaining());
            }
            case 7 -> FrameWriter.path(out, Wire.PATH_CHALLENGE, random.nextLong());
            case 8 -> FrameWriter.path(out, Wire.PATH_RESPONSE, random.nextLong());
            case 9 -> {
                if (random.nextInt(100) == 0) {
                    FrameWriter.close(out, random.nextInt(10), new byte[random.nextInt(50)]);
                }
            }
            case 16 ->
                FrameWriter.heartbeat(
                        out, new byte[random.nextInt(random.nextInt(50) == 0 ? 60 : StateSource.MAX_HEARTBEAT_BYTES)]);
            case 10 -> out.put((byte) Wire.CLOSE_ACK);
            case 11, 12 -> {
                int count = random.nextInt(1, 6);
                int length = random.nextInt(128, 300);
                FrameWriter.fragment(out, channel, number(), random.nextInt(count), count, BYTES, 0, length);
            }
            default -> FrameWriter.message(out, channel, number(), new byte[random.nextInt(60)]);
        }
    }

    private StateSource.Frame state() {
        long version = random.nextLong(200);
        long base = random.nextBoolean() || version == 0 ? StateSource.NONE : random.nextLong(version);
        return new StateSource.Frame(base, version, ByteBuffer.wrap(BYTES, 0, random.nextInt(130, 300)));
    }

    /** Mostly small, now and then anything. */
    private short number() {
        return (short) (random.nextInt(30) == 0 ? random.nextInt() : random.nextInt(60));
    }
}
