package io.rxgase.core.internal.codec;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack.Code;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * The tokens of MessagePack that anybody may have sent, under three bounds: nesting, lengths, and the number of
 * elements that all open arrays and maps still owe, which is never more than the bytes that are left. They are checked
 * before msgpack-core reads a token, so what is allocated is bounded by the number of bytes, and the library never
 * reads beyond the message.
 *
 * <p>Takes every width of a number or length.
 */
abstract class MessagePackTokens {
    private final MessagePackInput input = new MessagePackInput();
    private final MessageUnpacker in = MessagePackLibrary.unpacker(input);

    /** Where the next token begins, in the input's bytes: where the unpacker is. */
    private int position;

    /** Elements that the open arrays and maps have announced and that are not read yet. */
    private long owed;

    private int depth;

    final void open(byte[] source, int from, int length) throws IOException {
        input.open(source, from, length);
        in.reset(input);
        position = input.start();
        owed = 0;
        depth = 0;
    }

    /** Lets go of the message. */
    final void close() {
        input.close();
    }

    /**
     * Makes an error at the current place.
     *
     * @param reason why the bytes are refused
     * @param detail what is wrong, for people; at most 150 characters
     * @return the error, to be thrown
     */
    public final MalformedException malformed(Reason reason, String detail) {
        return new MalformedException(reason, "at byte " + (position - input.start()) + ": " + detail);
    }

    private MalformedException truncated(String announced) {
        return malformed(Reason.TRUNCATED, announced + ", but " + left() + " bytes are left");
    }

    private int left() {
        return input.end() - position;
    }

    final void checkEnd() throws MalformedException {
        if (left() > 0) {
            throw malformed(Reason.TRAILING_BYTES, left() + " bytes too many");
        }
    }

    /** Returns the type of the next token without reading it. */
    final ValueType peek() throws MalformedException {
        if (left() == 0) {
            throw truncated("a value is expected");
        }
        ValueType type = MessagePackHead.type(input.bytes()[position]);
        if (type == null) {
            throw malformed(Reason.WRONG_TYPE, "type 0xc1, which is none");
        }
        return type;
    }

    /** Goes on behind the head of the next token, which has to be of a type and all there; returns its first byte. */
    private byte expect(ValueType type) throws MalformedException {
        if (left() == 0 || MessagePackHead.type(input.bytes()[position]) != type) {
            throw unexpected(type);
        }
        byte first = input.bytes()[position];
        int size = MessagePackHead.size(first);
        if (size > left()) {
            throw truncated("a head of " + size + " bytes");
        }
        position += size;
        if (depth > 0) {
            owed--;
        }
        return first;
    }

    private MalformedException unexpected(ValueType type) throws MalformedException {
        peek();
        String expected = type.name().toLowerCase(Locale.ROOT);
        MessageFormat found = MessageFormat.valueOf(input.bytes()[position]);
        return malformed(Reason.WRONG_TYPE, "type " + expected + " is expected, not " + found);
    }

    /** The same, of a token whose head announces a length or count; returns that. */
    private long expectAnnounced(ValueType type) throws MalformedException {
        int start = position;
        expect(type);
        return MessagePackHead.announced(type, input.bytes(), start);
    }

    /** Goes on behind the next token, which has to be all there; returns its length. */
    private int expectLength(ValueType type) throws MalformedException {
        long length = expectAnnounced(type);
        if (length > left()) {
            throw truncated("a length of " + length);
        }
        position += (int) length;
        return (int) length;
    }

    final void nil() throws IOException {
        expect(ValueType.NIL);
        in.unpackNil();
    }

    final boolean bool() throws IOException {
        expect(ValueType.BOOLEAN);
        return in.unpackBoolean();
    }

    /** Reads a float or a double, as which it was sent. */
    final Object floating() throws IOException {
        return expect(ValueType.FLOAT) == Code.FLOAT32 ? (Object) in.unpackFloat() : in.unpackDouble();
    }

    /** Reads a whole number: a {@link Long}, or beyond those a {@link java.math.BigInteger}. */
    final Object integer() throws IOException {
        return isBeyondLong(expect(ValueType.INTEGER)) ? in.unpackBigInteger() : (Object) in.unpackLong();
    }

    private boolean isBeyondLong(byte first) {
        return first == Code.UINT64 && input.bytes()[position - Long.BYTES] < 0;
    }

    /**
     * Reads a whole number that fits in 64 bits with sign.
     *
     * @return the number
     * @throws IOException if there is none
     */
    public final long whole() throws IOException {
        if (isBeyondLong(expect(ValueType.INTEGER))) {
            throw malformed(Reason.OUT_OF_RANGE, "a number over 2^63 - 1");
        }
        return in.unpackLong();
    }

    /**
     * Reads a string.
     *
     * @return the string
     * @throws IOException if there is none, or it is not UTF-8
     */
    public final String string() throws IOException {
        int length = expectLength(ValueType.STRING);
        String text = in.unpackString();
        // What is not UTF-8 becomes U+FFFD, so only a string with that character needs the strict decoder.
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input.bytes(), position - length, length));
            } catch (CharacterCodingException e) {
                throw malformed(Reason.BAD_STRING, "a string is not UTF-8");
            }
        }
        return text;
    }

    final Bytes binary() throws IOException {
        int length = expectLength(ValueType.BINARY);
        in.skipValue();
        // Copied once, where the unpacker would make an array that is copied again.
        return Bytes.of(input.bytes(), position - length, length);
    }

    final Extension extension() throws IOException {
        int length = expectLength(ValueType.EXTENSION);
        int type = in.unpackExtensionTypeHeader().getType();
        return new Extension(type, Bytes.of(in.readPayload(length)));
    }

    /**
     * Begins an array; {@link #end} ends it.
     *
     * @return the number of elements, no more than bytes are left
     * @throws IOException if there is no array, or it is nested too deep
     */
    public final int beginArray() throws IOException {
        begin(expectAnnounced(ValueType.ARRAY), 1);
        return in.unpackArrayHeader();
    }

    /**
     * Begins a map; {@link #end} ends it.
     *
     * @return the number of entries, no more than half as many as bytes are left
     * @throws IOException if there is no map, or it is nested too deep
     */
    public final int beginMap() throws IOException {
        begin(expectAnnounced(ValueType.MAP), 2);
        return in.unpackMapHeader();
    }

    private void begin(long count, int elementsEach) throws MalformedException {
        depth++;
        if (depth > MessagePackReader.MAX_DEPTH) {
            throw malformed(Reason.TOO_DEEP, "nested more than " + MessagePackReader.MAX_DEPTH + " deep");
        }
        owed += count * elementsEach;
        if (owed > left()) {
            throw truncated("a count of " + count);
        }
    }

    /** Ends an array or map whose elements were all read. */
    public final void end() {
        depth--;
    }
}
