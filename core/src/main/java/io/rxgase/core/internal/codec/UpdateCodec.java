package io.rxgase.core.internal.codec;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import java.nio.ByteBuffer;

/**
 * Turns state updates into bytes and back.
 *
 * <pre>{@code
 * byte[] bytes = UpdateCodec.encode(update);
 * Decoded<GameStateUpdate> decoded = UpdateCodec.decode(bytes);
 * }</pre>
 *
 * <p>An update is the MessagePack array {@code [base, time order, status, game time, changes]}, and, if some parts are older, a sixth: the
 * oldest time order. Base nil for a whole
 * state, status 0 paused or 1 active, game time in nanoseconds. Changes are a map from key to change: an extension of type
 * 1 (one byte, 0) deletes; an extension of type 2 replaces by the map that is its payload; one of type 3 sets the extension
 * that is its payload; a map changes inside; any other value is set. Equal updates have equal bytes. docs/PROTOCOL.md has the details.
 *
 * <p>Without state of its own; may be called on any thread.
 */
public final class UpdateCodec {
    private static final int FIELDS = 5;
    private static final int FIELDS_WITH_OLDER_PARTS = 6;

    private UpdateCodec() {}

    /**
     * Returns the bytes of an update.
     *
     * @param update the update
     * @return its bytes, the same for equal updates
     * @throws IllegalArgumentException if its values are nested deeper than {@link io.rxgase.core.state.Values#MAX_DEPTH}
     */
    public static byte[] encode(GameStateUpdate update) {
        MessagePackWriter writer = new MessagePackWriter();
        writer.arrayHead(update.hasOlderParts() ? FIELDS_WITH_OLDER_PARTS : FIELDS);
        writer.value(update.isWhole() ? null : (Long) update.base());
        writer.whole(update.timeOrder());
        writer.whole(update.status() == GameStatus.PAUSED ? 0 : 1);
        writer.whole(update.gameTimeNanos());
        write(writer, update.changes());
        if (update.hasOlderParts()) {
            writer.whole(update.oldestTimeOrder());
        }
        return writer.toArray();
    }

    private static void write(MessagePackWriter writer, Changes changes) {
        writer.mapHead(changes.size());
        changes.asMap().forEach((key, change) -> {
            writer.value(key);
            if (change instanceof Change.Set set) {
                if (set.value() instanceof Attributes map) {
                    writer.replacement(map);
                } else if (set.value() instanceof Extension extension) {
                    writer.wrapped(extension);
                } else {
                    writer.value(set.value());
                }
            } else if (change instanceof Changes inside) {
                write(writer, inside);
            } else {
                writer.deletion();
            }
        });
        writer.end();
    }

    /**
     * Returns the update that bytes stand for.
     *
     * @param bytes bytes that anybody may have sent
     * @return the update, or why there is none; never throws, and allocates at most 100 bytes for each of them and
     *     4 KiB
     */
    public static Decoded<GameStateUpdate> decode(byte[] bytes) {
        return decode(new MessagePackReader(bytes));
    }

    /**
     * Returns the update that bytes stand for.
     *
     * @param bytes a buffer with nothing else in it; its position and limit stay as they are
     * @return the update, or why there is none; never throws, and allocates at most 100 bytes for each of them and
     *     4 KiB
     */
    public static Decoded<GameStateUpdate> decode(ByteBuffer bytes) {
        return decode(MessagePackReader.of(bytes));
    }

    private static Decoded<GameStateUpdate> decode(MessagePackReader reader) {
        try {
            GameStateUpdate update = read(reader);
            reader.checkEnd();
            return new Decoded.Value<>(update);
        } catch (MalformedException e) {
            return e.toFault();
        }
    }

    private static GameStateUpdate read(MessagePackReader reader) throws MalformedException {
        int fields = reader.beginArray();
        if (fields != FIELDS && fields != FIELDS_WITH_OLDER_PARTS) {
            throw reader.malformed(
                    Reason.WRONG_TYPE, "an update is an array of " + FIELDS + " or " + FIELDS_WITH_OLDER_PARTS);
        }
        long base = readBase(reader);
        long timeOrder = reader.whole();
        long status = reader.whole();
        long gameTimeNanos = reader.whole();
        if (timeOrder < 0 || timeOrder < base || gameTimeNanos < 0 || status < 0 || status > 1) {
            throw reader.malformed(
                    Reason.OUT_OF_RANGE,
                    "base " + base + ", time order " + timeOrder + ", status " + status + ", game time "
                            + gameTimeNanos);
        }
        Changes changes = readChanges(reader);
        long oldest = timeOrder;
        if (fields == FIELDS_WITH_OLDER_PARTS) {
            oldest = reader.whole();
            if (oldest < 0 || oldest >= timeOrder) {
                throw reader.malformed(Reason.OUT_OF_RANGE, "oldest time order " + oldest + " of " + timeOrder);
            }
        }
        reader.end();
        return new GameStateUpdate(
                base, timeOrder, status == 0 ? GameStatus.PAUSED : GameStatus.ACTIVE, gameTimeNanos, changes, oldest);
    }

    private static long readBase(MessagePackReader reader) throws MalformedException {
        if (reader.skipNil()) {
            return Snapshot.NO_BASE;
        }
        long base = reader.whole();
        if (base < 0) {
            throw reader.malformed(Reason.OUT_OF_RANGE, "base " + base);
        }
        return base;
    }

    private static Changes readChanges(MessagePackReader reader) throws MalformedException {
        int count = reader.beginMap();
        Changes.Builder builder = Changes.builder();
        for (int i = 0; i < count; i++) {
            Object key = reader.key();
            builder.put(key, readChange(reader));
        }
        reader.end();
        Changes changes = builder.build();
        reader.checkKeys(count, changes.size());
        return changes;
    }

    private static Change readChange(MessagePackReader reader) throws MalformedException {
        int type = reader.peek();
        if (MessagePackReader.isMap(type)) {
            return readChanges(reader);
        } else if (!MessagePackReader.isExtension(type)) {
            return new Change.Set(reader.value());
        }
        int extension = reader.beginExtension();
        if (extension == ChangeFormat.DELETE) {
            reader.deletion();
            return Change.DELETE;
        } else if (extension == ChangeFormat.REPLACE) {
            return new Change.Set(reader.replacement());
        } else if (extension == ChangeFormat.EXTENSION) {
            return new Change.Set(reader.wrappedExtension());
        }
        throw reader.malformed(Reason.WRONG_TYPE, "an extension of type " + extension);
    }
}
