package io.rxgase.core.internal.codec;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.state.Attributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into bytes and back.
 *
 * <pre>{@code
 * byte[] bytes = EventCodec.encode(Event.of("MOVE", 3).with("new_position", List.of(1.0, 2.0)));
 * Decoded<Event> decoded = EventCodec.decode(bytes);
 * }</pre>
 *
 * <p>An event is the MessagePack array {@code [type, positional arguments, named arguments]}: a string, an array and a map
 * whose keys are strings. Equal events have equal bytes. docs/PROTOCOL.md has the details.
 *
 * <p>Without state of its own; may be called on any thread.
 */
public final class EventCodec {
    private static final int FIELDS = 3;

    private EventCodec() {}

    /**
     * Returns the bytes of an event.
     *
     * @param event the event
     * @return its bytes, the same for equal events
     * @throws IllegalArgumentException if its arguments are nested deeper than {@link
     *     io.rxgase.core.state.Values#MAX_DEPTH}
     */
    public static byte[] encode(Event event) {
        return MessagePackWriter.encode(writer -> {
            writer.arrayHead(FIELDS);
            writer.string(event.type());
            writer.value(event.arguments());
            writer.value(event.named());
        });
    }

    /**
     * Returns the event that bytes stand for.
     *
     * @param bytes bytes that anybody may have sent
     * @return the event, or why there is none; never throws, and allocates at most 100 bytes for each of them and
     *     4 KiB
     */
    public static Decoded<Event> decode(byte[] bytes) {
        return MessagePackReader.decode(bytes, EventCodec::read);
    }

    /**
     * Returns the event that bytes stand for.
     *
     * @param bytes a buffer with nothing else in it; its position and limit stay as they are
     * @return the event, or why there is none; never throws, and allocates at most 100 bytes for each of them and
     *     4 KiB
     */
    public static Decoded<Event> decode(ByteBuffer bytes) {
        return MessagePackReader.decode(bytes, EventCodec::read);
    }

    private static Event read(MessagePackReader reader) throws IOException {
        if (reader.beginArray() != FIELDS) {
            throw reader.malformed(Reason.WRONG_TYPE, "an event is an array of " + FIELDS);
        }
        String type = reader.string();
        List<@Nullable Object> arguments = reader.array();
        Attributes named = reader.mapByName();
        reader.end();
        return Event.of(type).withArguments(arguments).withNamed(named);
    }
}
