package io.rxgase.pygase.internal;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.internal.codec.MessagePackReader;
import io.rxgase.core.internal.codec.MessagePackWriter;
import io.rxgase.core.state.Attributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into PyGaSe's bytes and back.
 *
 * <pre>{@code
 * byte[] bytes = PygaseEventCodec.encode(Event.of("MOVE").with("player_id", 3).with("new_position", List.of(1.0, 2.0)), 2017);
 * Decoded<Event> decoded = PygaseEventCodec.decode(bytes);
 * }</pre>
 *
 * <p>An event is the MessagePack map {@code {"type": string, "handler_args": array, "handler_kwargs": map with string
 * keys}}. It is written in this order and read in any, with other keys ignored. Floating-point numbers are written as
 * float32, as PyGaSe does, unless they are too large or too close to zero for it.
 *
 * <p>Without state of its own; may be called on any thread.
 */
public final class PygaseEventCodec {
    private static final String TYPE = "type";
    private static final String ARGUMENTS = "handler_args";
    private static final String NAMED = "handler_kwargs";

    /** What PyGaSe's server gives to each handler. */
    private static final List<String> OVERWRITTEN = List.of("client_address", "game_state", "dt");

    private PygaseEventCodec() {}

    /**
     * Returns the bytes of an event.
     *
     * @param event the event
     * @param maxBytes how many the wire carries: 2,017 to a client, 2,032 to a server
     * @return its bytes, the same for equal events
     * @throws IllegalArgumentException if they are more; the message names the largest argument. Also if arguments are nested
     *     deeper than {@link io.rxgase.core.state.Values#MAX_DEPTH}
     */
    public static byte[] encode(Event event, int maxBytes) {
        byte[] bytes = MessagePackWriter.encodeNarrow(writer -> {
            writer.mapHead(3);
            writer.string(TYPE);
            writer.string(event.type());
            writer.string(ARGUMENTS);
            writer.value(event.arguments());
            writer.string(NAMED);
            writer.value(event.named());
        });
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(event.type() + " takes " + bytes.length
                    + " bytes, but an event on PyGaSe's wire has at most " + maxBytes + ": shorten " + largest(event)
                    + ", or send it in several events");
        }
        return bytes;
    }

    /**
     * Looks for what a Python peer ends of, when it reads it or when it sends it on: a number beyond float32, two keys of a map that
     * are one as float32, an extension of type -1 that is no time stamp.
     *
     * @param event the event
     * @throws IllegalArgumentException if there is any; the message names the argument and says what to do
     */
    public static void check(Event event) {
        List<@Nullable Object> arguments = event.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            check(event, i, arguments.get(i));
        }
        event.named().asMap().forEach((name, value) -> check(event, name, value));
    }

    private static void check(Event event, Object argument, @Nullable Object value) {
        try {
            PythonLimits.check(value);
        } catch (UnfitException e) {
            throw e.inside(argument).named(event.type() + ": argument");
        }
    }

    /**
     * As {@link #check}, for an event to a server, which puts arguments of its own in the place of three named ones.
     *
     * @param event the event
     * @throws IllegalArgumentException as {@link #check}, and if it has an argument called {@code client_address}, {@code game_state} or
     *     {@code dt}
     */
    public static void checkForServer(Event event) {
        for (String name : OVERWRITTEN) {
            if (event.named().has(name)) {
                throw new IllegalArgumentException(event.type() + ": argument " + name
                        + " would not arrive, since PyGaSe's server puts its own in its place: call it something else");
            }
        }
        check(event);
    }

    private static String largest(Event event) {
        String name = "its type";
        int size = sizeOf(event.type());
        List<@Nullable Object> arguments = event.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            int bytes = sizeOf(arguments.get(i));
            if (bytes > size) {
                size = bytes;
                name = "argument " + i;
            }
        }
        for (Map.Entry<Object, @Nullable Object> argument :
                event.named().asMap().entrySet()) {
            int bytes = sizeOf(argument.getValue());
            if (bytes > size) {
                size = bytes;
                name = "argument " + argument.getKey();
            }
        }
        return name + " (" + size + " bytes)";
    }

    private static int sizeOf(@Nullable Object value) {
        return MessagePackWriter.encodeNarrow(writer -> writer.value(value)).length;
    }

    /**
     * Returns the event that bytes stand for.
     *
     * @param bytes bytes that anybody may have sent
     * @return the event, or why there is none; never throws, and allocates at most 100 bytes for each of them and
     *     4 KiB
     */
    public static Decoded<Event> decode(byte[] bytes) {
        return MessagePackReader.decode(bytes, PygaseEventCodec::read);
    }

    /**
     * Returns the event that bytes stand for.
     *
     * @param bytes a buffer with nothing else in it; its position and limit stay as they are
     * @return the event, or why there is none; never throws, and allocates at most 100 bytes for each of them and
     *     4 KiB
     */
    public static Decoded<Event> decode(ByteBuffer bytes) {
        return MessagePackReader.decode(bytes, PygaseEventCodec::read);
    }

    private static Event read(MessagePackReader reader) throws IOException {
        Attributes all = reader.map();
        Object type = all.asMap().get(TYPE);
        Object arguments = all.asMap().get(ARGUMENTS);
        Object named = all.asMap().get(NAMED);
        if (!(type instanceof String name)
                || !(arguments instanceof List<?> list)
                || !(named instanceof Attributes attributes)) {
            throw reader.malformed(
                    Reason.WRONG_TYPE, "an event has a string type, an array handler_args and a map handler_kwargs");
        }
        for (Object key : attributes.keys()) {
            if (!(key instanceof String)) {
                throw reader.malformed(Reason.BAD_KEY, "the name of an argument is a string");
            }
        }
        return Event.of(name).withArguments(list).withNamed(attributes);
    }
}
