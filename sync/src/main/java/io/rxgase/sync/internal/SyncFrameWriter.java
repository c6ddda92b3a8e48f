package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import org.jspecify.annotations.Nullable;

/**
 * Puts a state frame together from parts, some of which other receivers get as well: {@link #chunk} makes such a part.
 *
 * <pre>{@code
 * byte[] frame = SyncFrameWriter.begin(null, 7, GameStatus.ACTIVE, 140_000_000L, null, false)
 *         .changes(Attributes.EMPTY, Changes.of(Map.of("chaser_id", 3)))
 *         .end()
 *         .toArray();
 * }</pre>
 *
 * <p>Used by one thread.
 */
public final class SyncFrameWriter {
    static final long NANOS_PER_MILLI = 1_000_000;

    private final SyncWriter out = new SyncWriter();

    private SyncFrameWriter() {}

    /**
     * Begins a frame.
     *
     * @param base what the receiver holds; null for a whole state
     * @param timeOrder the version that it leads to
     * @param status its status
     * @param gameTimeNanos its game time
     * @param sum the {@link SyncFrame.Held#sum} afterwards; null to leave it out
     * @param own whether changes of the receiver's own part follow those of the shared part
     * @return a writer in the shared part
     */
    public static SyncFrameWriter begin(
            SyncFrame.@Nullable Held base,
            long timeOrder,
            GameStatus status,
            long gameTimeNanos,
            @Nullable Integer sum,
            boolean own) {
        return begin(base, timeOrder, timeOrder, status, gameTimeNanos, sum, own);
    }

    /**
     * Begins a frame after which some entities may be older than the rest.
     *
     * @param base what the receiver holds; null for a whole state
     * @param timeOrder the version that it leads to
     * @param oldestTimeOrder the version as of which the oldest entities are, 0 to {@code timeOrder}
     * @param status its status
     * @param gameTimeNanos its game time
     * @param sum the {@link SyncFrame.Held#sum} afterwards; null to leave it out
     * @param own whether changes of the receiver's own part follow those of the shared part
     * @return a writer in the shared part
     */
    public static SyncFrameWriter begin(
            SyncFrame.@Nullable Held base,
            long timeOrder,
            long oldestTimeOrder,
            GameStatus status,
            long gameTimeNanos,
            @Nullable Integer sum,
            boolean own) {
        SyncFrameWriter writer = new SyncFrameWriter();
        writer.out.put((status == GameStatus.ACTIVE ? SyncFormat.ACTIVE : 0)
                | (sum != null ? SyncFormat.SUM : 0)
                | (own ? SyncFormat.OWN : 0)
                | (oldestTimeOrder < timeOrder ? SyncFormat.AGE : 0));
        writer.out.varint(timeOrder - (base == null ? 0 : base.timeOrder()));
        long nanos = gameTimeNanos - (base == null ? 0 : base.gameTimeNanos());
        writer.out.varint(nanos % NANOS_PER_MILLI == 0 ? ((nanos / NANOS_PER_MILLI) << 1) | 1 : nanos << 1);
        if (sum != null) {
            writer.out.fixed(sum, 4);
        }
        if (oldestTimeOrder < timeOrder) {
            writer.out.varint(timeOrder - oldestTimeOrder);
        }
        return writer;
    }

    /**
     * Writes changes of the map where the writer is.
     *
     * @param base the map as the receiver holds it
     * @param changes what changes
     * @return this writer
     */
    public SyncFrameWriter changes(Attributes base, Changes changes) {
        if (!changes.isEmpty()) {
            out.section(base, changes);
        }
        return this;
    }

    /**
     * Writes changes that {@link #sections} made, which come first in a frame, or {@link #chunk} made, after which only other
     * chunks may follow in this map. No key may come twice.
     *
     * @param chunk the bytes
     * @return this writer
     */
    public SyncFrameWriter add(byte[] chunk) {
        out.put(chunk);
        return this;
    }

    /**
     * Goes into a map inside the one where the writer is; {@link #end} leaves it.
     *
     * @param key its key
     * @return this writer
     */
    public SyncFrameWriter enter(Object key) {
        out.enter(key);
        return this;
    }

    /**
     * Ends the changes of the map where the writer is.
     *
     * @return this writer, in the map around it
     */
    public SyncFrameWriter end() {
        out.end();
        return this;
    }

    /**
     * Writes the changes of the receiver's own part, after the end of the shared part.
     *
     * @param base the own part as the receiver holds it
     * @param changes what changes
     * @return this writer
     */
    public SyncFrameWriter own(Attributes base, Changes changes) {
        SyncWriter part = new SyncWriter();
        part.inside(base, changes);
        out.put(part.toArray());
        return this;
    }

    /**
     * Returns the bytes.
     *
     * @return a new array
     */
    public byte[] toArray() {
        return out.toArray();
    }

    /**
     * Writes changes so that they can be put into the frames of several receivers, whatever else these hold in the same map.
     *
     * @param base those entries of the map that change, as every one of the receivers holds them
     * @param changes what changes, not empty
     * @param numbers has learned the keys of all entries that any of the receivers may hold in the map; null if all keys have to be
     *     written out
     * @return the bytes
     */
    public static byte[] chunk(Attributes base, Changes changes, @Nullable KeyNumbers numbers) {
        SyncWriter out = new SyncWriter();
        out.freshSection(base, changes, numbers);
        return out.toArray();
    }

    /**
     * Writes changes of the outermost map so that they can begin the frames of several receivers who hold the same.
     *
     * @param base the shared part as every one of the receivers holds it
     * @param changes what changes
     * @return the bytes, none if nothing changes
     */
    public static byte[] sections(Attributes base, Changes changes) {
        SyncWriter out = new SyncWriter();
        if (!changes.isEmpty()) {
            out.section(base, changes);
        }
        return out.toArray();
    }

    /**
     * Tells how long changes are when written.
     *
     * @param base the map as the receiver holds it
     * @param changes what changes
     * @return in bytes, about
     */
    public static int size(Attributes base, Changes changes) {
        SyncWriter out = new SyncWriter();
        out.inside(base, changes);
        return out.size();
    }
}
