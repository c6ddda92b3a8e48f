package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Short texts for people, in farewells and refusals. */
final class Text {
    private Text() {}

    /** In UTF-8, cut between two characters to {@link Wire#MAX_TEXT_BYTES}. */
    static byte[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= Wire.MAX_TEXT_BYTES) {
            return bytes;
        }
        int end = Wire.MAX_TEXT_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** What is not UTF-8 shows as replacement characters; control characters as spaces, as it may end up in a log. */
    static String decode(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return clean.toString();
    }
}
