package io.rxgase.sync.internal;

import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.internal.codec.MalformedException;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one state frame says, in the compact encoding: the difference from what the receiver holds.
 *
 * <pre>{@code
 * Decoded<SyncFrame> decoded = SyncFrame.decode(bytes, held);
 * SyncFrame.Held next = decoded.orElseThrow().applyTo(held);
 * }</pre>
 *
 * @param timeOrder the version of the game's state that it leads to
 * @param oldestTimeOrder the version as of which the oldest entities are afterwards; the same if all are as of {@code timeOrder}
 * @param status whether game time runs
 * @param gameTimeNanos the game time of that version, in nanoseconds
 * @param shared what changes in the shared part
 * @param own what changes in the receiver's own part
 * @param sum the sum of both parts afterwards, see {@link Held#sum()}; null if it is not there
 */
public record SyncFrame(
        long timeOrder,
        long oldestTimeOrder,
        GameStatus status,
        long gameTimeNanos,
        Changes shared,
        Changes own,
        @Nullable Integer sum) {

    /**
     * What a receiver holds.
     *
     * @param timeOrder the version of the game's state
     * @param gameTimeNanos its game time, in nanoseconds
     * @param shared the shared part
     * @param own its own part
     */
    public record Held(long timeOrder, long gameTimeNanos, Attributes shared, Attributes own) {
        /** What a receiver has before its first frame. */
        public static final Held NOTHING = new Held(0, 0, Attributes.EMPTY, Attributes.EMPTY);

        /**
         * Returns the checksum of both parts.
         *
         * @return 32 bits
         */
        public int sum() {
            return SyncFrame.sum(StateSum.of(shared), StateSum.of(own));
        }
    }

    /**
     * Returns the checksum of two parts.
     *
     * @param shared the sum of the shared part
     * @param own the sum of the own part
     * @return 32 bits
     */
    public static int sum(long shared, long own) {
        long both = shared + 31 * own;
        return (int) (both ^ (both >>> 32));
    }

    /**
     * Returns what the receiver holds afterwards.
     *
     * @param held what the frame was decoded with
     * @return the next
     */
    public Held applyTo(Held held) {
        return new Held(timeOrder, gameTimeNanos, shared.applyTo(held.shared), own.applyTo(held.own));
    }

    /**
     * Returns the frame that bytes stand for.
     *
     * @param bytes a buffer with nothing else in it; its position and limit stay as they are
     * @param held what the receiver holds, and the frame is a difference to; {@link Held#NOTHING} for a whole state
     * @return the frame, or why there is none; never throws, and allocates at most 200 bytes for each of them and 8 KiB
     */
    public static Decoded<SyncFrame> decode(ByteBuffer bytes, Held held) {
        SyncTokens in = SyncTokens.of(bytes);
        try {
            SyncFrame frame = read(in, held);
            in.checkEnd();
            return new Decoded.Value<>(frame);
        } catch (MalformedException e) {
            return e.toFault();
        }
    }

    private static SyncFrame read(SyncTokens in, Held held) throws MalformedException {
        int flags = in.next();
        long timeOrder = held.timeOrder + in.varint();
        long units = in.varint();
        long gameTimeNanos =
                held.gameTimeNanos + ((units & 1) != 0 ? (units >>> 1) * SyncFrameWriter.NANOS_PER_MILLI : units >>> 1);
        if (flags >= SyncFormat.FLAGS_END || timeOrder < held.timeOrder || gameTimeNanos < held.gameTimeNanos) {
            throw in.malformed(
                    Reason.OUT_OF_RANGE,
                    "flags " + flags + ", time order " + timeOrder + ", game time " + gameTimeNanos);
        }
        Integer sum = (flags & SyncFormat.SUM) != 0 ? Integer.valueOf((int) in.fixed(4)) : null;
        long age = (flags & SyncFormat.AGE) != 0 ? in.varint() : 0;
        if (age < 0 || age > timeOrder) {
            throw in.malformed(Reason.OUT_OF_RANGE, "age " + age + " at time order " + timeOrder);
        }
        Changes shared = new SyncReader(in).inside(held.shared);
        Changes own = (flags & SyncFormat.OWN) != 0 ? new SyncReader(in).inside(held.own) : Changes.NONE;
        GameStatus status = (flags & SyncFormat.ACTIVE) != 0 ? GameStatus.ACTIVE : GameStatus.PAUSED;
        return new SyncFrame(timeOrder, timeOrder - age, status, gameTimeNanos, shared, own, sum);
    }
}
