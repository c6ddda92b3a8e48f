package io.rxgase.pygase.internal;

import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.internal.codec.MessagePackReader;
import io.rxgase.core.internal.codec.MessagePackWriter;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns state updates into PyGaSe's bytes and back.
 *
 * <pre>{@code
 * byte[] bytes = PygaseUpdateCodec.encode(new PygaseUpdate(7, null, changes));
 * Decoded<PygaseUpdate> decoded = PygaseUpdateCodec.decode(bytes);
 * }</pre>
 *
 * <p>An update is a MessagePack map from attribute to value, with {@code time_order} and, at times, {@code game_status}
 * among the attributes. A map as a value changes inside; the four bytes {@code d2 81 e5 ba} as a value delete. So some
 * states cannot be sent: those with an attribute of one of the two names, or of another that PyGaSe's own classes use ({@code data},
 * {@code self}, {@code is_paused}, {@code __…__}), with a key at the top that is no string, or with those four bytes as the value of an attribute.
 * Others can be written, but end a Python peer: {@link #check} looks for them.
 *
 * <p>Without state of its own; may be called on any thread.
 */
public final class PygaseUpdateCodec {
    /** What PyGaSe sends for an attribute that goes away. */
    private static final Bytes DELETE = Bytes.of(new byte[] {(byte) 0xd2, (byte) 0x81, (byte) 0xe5, (byte) 0xba});

    private static final String TIME_ORDER = "time_order";
    private static final String GAME_STATUS = "game_status";

    /** What an object of PyGaSe's classes has itself: newer clients never see such an attribute, or lose what it hides. */
    private static final Set<String> TAKEN = Set.of(TIME_ORDER, GAME_STATUS, "data", "self", "is_paused");

    private PygaseUpdateCodec() {}

    /**
     * Returns the bytes of an update, of any length.
     *
     * @param update the update
     * @return its bytes, the same for equal updates
     * @throws IllegalArgumentException if PyGaSe has no bytes for it; the message names the attribute
     */
    public static byte[] encode(PygaseUpdate update) {
        return MessagePackWriter.encodeNarrow(writer -> write(writer, update));
    }

    private static void write(MessagePackWriter writer, PygaseUpdate update) throws IOException {
        GameStatus status = update.status();
        writer.mapHead(update.changes().size() + (status == null ? 1 : 2));
        for (Map.Entry<Object, Change> entry : update.changes().asMap().entrySet()) {
            checkName(entry.getKey());
            try {
                write(writer, entry.getKey(), entry.getValue());
            } catch (UnfitException e) {
                throw e.named("the attribute");
            }
        }
        if (status != null) {
            writer.string(GAME_STATUS);
            writer.whole(status == GameStatus.ACTIVE ? 1 : 0);
        }
        writer.string(TIME_ORDER);
        writer.whole(update.timeOrder());
        writer.end();
    }

    private static void checkName(Object key) {
        if (!(key instanceof String name)) {
            throw new IllegalArgumentException("the attribute " + key
                    + " has no string as its name, which PyGaSe needs at the top of a state: put it into a map");
        } else if (TAKEN.contains(name) || (name.startsWith("__") && name.endsWith("__"))) {
            throw new IllegalArgumentException(
                    "the attribute " + key + " has a name that PyGaSe uses itself: call it something else");
        }
    }

    private static void write(MessagePackWriter writer, Object key, Change change) throws IOException {
        try {
            writer.value(key);
            if (change instanceof Changes inside) {
                writer.mapHead(inside.size());
                for (Map.Entry<Object, Change> entry : inside.asMap().entrySet()) {
                    write(writer, entry.getKey(), entry.getValue());
                }
                writer.end();
            } else if (change instanceof Change.Set set) {
                set(writer, set.value());
            } else {
                writer.binary(DELETE);
            }
        } catch (UnfitException e) {
            throw e.inside(key);
        }
    }

    private static void set(MessagePackWriter writer, @Nullable Object value) throws IOException {
        if (value instanceof Attributes map) {
            writer.mapHead(map.size());
            for (Map.Entry<Object, @Nullable Object> entry : map.asMap().entrySet()) {
                write(writer, entry.getKey(), new Change.Set(entry.getValue()));
            }
            writer.end();
        } else if (isToken(value)) {
            throw new UnfitException("has the value d281e5ba, which on PyGaSe's wire deletes it: put it into a list");
        } else {
            writer.value(value);
        }
    }

    private static boolean isToken(@Nullable Object value) {
        return value != null && value.equals(DELETE);
    }

    /**
     * Looks for what a Python peer ends of, when it reads it or when it sends it on: a number beyond float32, two keys of a map that
     * are one as float32, an extension of type -1 that is no time stamp.
     *
     * @param changes what changes
     * @throws IllegalArgumentException if there is any; the message names the attribute and says what to do
     */
    public static void check(Changes changes) {
        try {
            checkInside(changes);
        } catch (UnfitException e) {
            throw e.named("the attribute");
        }
    }

    private static void checkInside(Changes changes) {
        changes.asMap().forEach((key, change) -> {
            try {
                PythonLimits.check(key);
                if (change instanceof Changes inside) {
                    checkInside(inside);
                } else if (change instanceof Change.Set set) {
                    PythonLimits.check(set.value());
                }
            } catch (UnfitException e) {
                throw e.inside(key);
            }
        });
    }

    /**
     * Checks a whole state for keys that are one as float32. Changes alone do not show them: one key may be there already.
     *
     * @param state the attributes
     * @throws IllegalArgumentException if there are any; the message names the map
     */
    public static void checkKeys(Attributes state) {
        try {
            checkKeysInside(state);
        } catch (UnfitException e) {
            throw e.named("the attribute");
        }
    }

    private static void checkKeysInside(Attributes map) {
        map.asMap().forEach((key, value) -> {
            try {
                if (value instanceof Attributes inner) {
                    PythonLimits.checkKeys(inner);
                    checkKeysInside(inner);
                }
            } catch (UnfitException e) {
                throw e.inside(key);
            }
        });
    }

    /**
     * Whether changes set keys of maps that may be one with others as float32, which {@link #checkKeys} looks for.
     *
     * @param changes what changes
     * @return false if no key in them is a floating-point number or a list
     */
    public static boolean setsRareKeys(Changes changes) {
        for (Map.Entry<Object, Change> entry : changes.asMap().entrySet()) {
            if (PythonLimits.isRare(entry.getKey())
                    || (entry.getValue() instanceof Changes inside && setsRareKeys(inside))
                    || (entry.getValue() instanceof Change.Set set
                            && set.value() instanceof Attributes map
                            && hasRareKeys(map))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasRareKeys(Attributes map) {
        return PythonLimits.hasRareKeys(map)
                || map.asMap().values().stream()
                        .anyMatch(value -> value instanceof Attributes inner && hasRareKeys(inner));
    }

    /**
     * Returns the update that bytes stand for. A deletion inside a map may meet a state without that key, and then does nothing.
     *
     * @param bytes bytes that anybody may have sent
     * @return the update, or why there is none; never throws, and allocates at most 100 bytes for each of them and
     *     4 KiB
     */
    public static Decoded<PygaseUpdate> decode(byte[] bytes) {
        return MessagePackReader.decode(bytes, PygaseUpdateCodec::read);
    }

    /**
     * Returns the update that bytes stand for; see {@link #decode(byte[])}.
     *
     * @param bytes a buffer with nothing else in it; its position and limit stay as they are
     * @return the update, or why there is none
     */
    public static Decoded<PygaseUpdate> decode(ByteBuffer bytes) {
        return MessagePackReader.decode(bytes, PygaseUpdateCodec::read);
    }

    private static PygaseUpdate read(MessagePackReader reader) throws IOException {
        int count = reader.beginMap();
        Changes.Builder changes = Changes.builder();
        long timeOrder = -1;
        long status = -1;
        int own = 0;
        for (int i = 0; i < count; i++) {
            Object key = reader.key();
            if (!(key instanceof String)) {
                throw reader.malformed(Reason.BAD_KEY, "the name of an attribute is a string");
            } else if (key.equals(TIME_ORDER)) {
                timeOrder = number(reader, PygaseUpdate.MAX_TIME_ORDER);
                own++;
            } else if (key.equals(GAME_STATUS)) {
                status = number(reader, 1);
                own++;
            } else {
                changes.put(key, change(reader));
            }
        }
        reader.end();
        Changes all = changes.build();
        reader.checkKeys(count, all.size() + own);
        if (timeOrder < 0 || own > (status < 0 ? 1 : 2)) {
            throw reader.malformed(Reason.OUT_OF_RANGE, "an update has one time order, and one status at most");
        }
        return new PygaseUpdate((int) timeOrder, statusOf(status), all);
    }

    private static @Nullable GameStatus statusOf(long number) {
        return number < 0 ? null : number == 0 ? GameStatus.PAUSED : GameStatus.ACTIVE;
    }

    private static long number(MessagePackReader reader, int max) throws IOException {
        long number = reader.whole();
        if (number < 0 || number > max) {
            throw reader.malformed(Reason.OUT_OF_RANGE, number + " is not between 0 and " + max);
        }
        return number;
    }

    private static Changes changes(MessagePackReader reader) throws IOException {
        int count = reader.beginMap();
        Changes.Builder changes = Changes.builder();
        for (int i = 0; i < count; i++) {
            Object key = reader.key();
            changes.put(key, change(reader));
        }
        reader.end();
        Changes all = changes.build();
        reader.checkKeys(count, all.size());
        return all;
    }

    private static Change change(MessagePackReader reader) throws IOException {
        if (reader.isAtMap()) {
            return changes(reader);
        }
        Object value = reader.value();
        return isToken(value) ? Change.DELETE : new Change.Set(value);
    }
}
