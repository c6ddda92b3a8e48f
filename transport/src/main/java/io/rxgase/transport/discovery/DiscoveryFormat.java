package io.rxgase.transport.discovery;

import io.rxgase.transport.discovery.DiscoveryPacket.Answer;
import io.rxgase.transport.discovery.DiscoveryPacket.Farewell;
import io.rxgase.transport.discovery.DiscoveryPacket.Query;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The bytes of {@link DiscoveryPacket}s. docs/PROTOCOL.md has them. */
final class DiscoveryFormat {
    private static final byte QUERY = 0x20;
    private static final byte ANSWER = 0x21;
    private static final byte FAREWELL = 0x22;
    private static final int MAGIC = 0x52784761;
    private static final byte VERSION = 1;
    private static final int PREFIX_BYTES = 14;
    private static final int SUM_BYTES = 4;

    private DiscoveryFormat() {}

    static ByteBuffer encode(DiscoveryPacket packet) {
        ByteBuffer out = ByteBuffer.allocate(DiscoveryPacket.QUERY_BYTES);
        if (packet instanceof Query query) {
            prefix(out, QUERY, query.nonce());
            text(out, query.application());
            out.position(DiscoveryPacket.QUERY_BYTES - SUM_BYTES);
        } else if (packet instanceof Answer answer) {
            prefix(out, ANSWER, answer.nonce()).putLong(answer.id()).putShort((short) answer.port());
            out.putShort((short) answer.game().players())
                    .putShort((short) answer.game().places());
            text(out, answer.game().application());
            text(out, answer.game().name());
        } else if (packet instanceof Farewell farewell) {
            prefix(out, FAREWELL, farewell.nonce()).putLong(farewell.id());
        } else {
            throw new IllegalArgumentException(
                    "what could not be read has no bytes: send a question, an answer or a farewell");
        }
        return out.putInt(sum(out.array(), out.position())).flip();
    }

    private static ByteBuffer prefix(ByteBuffer out, byte first, long nonce) {
        return out.put(first).putInt(MAGIC).put(VERSION).putLong(nonce);
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put((byte) bytes.length).put(bytes);
    }

    private static int sum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** What these bytes say, or null if they are none of these datagrams. The buffer is left as it was. */
    static @Nullable DiscoveryPacket decode(ByteBuffer datagram) {
        int size = datagram.remaining();
        if (size < PREFIX_BYTES + SUM_BYTES || size > DiscoveryPacket.QUERY_BYTES) {
            return null;
        }
        byte[] bytes = new byte[size];
        datagram.duplicate().get(bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt(size - SUM_BYTES) != sum(bytes, size - SUM_BYTES)) {
            return null;
        }
        in.limit(size - SUM_BYTES);
        byte first = in.get();
        if (in.getInt() != MAGIC || in.get() != VERSION) {
            return null;
        }
        long nonce = in.getLong();
        return switch (first) {
            case QUERY -> query(in, size, nonce);
            case ANSWER -> answer(in, nonce);
            case FAREWELL -> in.remaining() < Long.BYTES ? null : new Farewell(nonce, in.getLong());
            default -> null;
        };
    }

    private static @Nullable DiscoveryPacket query(ByteBuffer in, int size, long nonce) {
        String application = size == DiscoveryPacket.QUERY_BYTES ? text(in) : null;
        return application == null ? null : new Query(nonce, application);
    }

    private static @Nullable DiscoveryPacket answer(ByteBuffer in, long nonce) {
        if (in.remaining() < Long.BYTES + 3 * Short.BYTES) {
            return null;
        }
        long id = in.getLong();
        int port = Short.toUnsignedInt(in.getShort());
        int players = Short.toUnsignedInt(in.getShort());
        int places = Short.toUnsignedInt(in.getShort());
        String application = text(in);
        String name = application == null ? null : text(in);
        if (port == 0 || name == null || application == null || application.isEmpty()) {
            return null;
        }
        return new Answer(nonce, id, port, new Announcement(application, name, players, places));
    }

    // Replaced characters may need more bytes than those they stand for, so the text can grow beyond the bound: cut
    // then.
    private static @Nullable String text(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return null;
        }
        int length = Byte.toUnsignedInt(in.get());
        if (length > Announcement.LONGEST_TEXT || length > in.remaining()) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        StringBuilder text = new StringBuilder();
        int size = 0;
        for (int c : new String(bytes, StandardCharsets.UTF_8).codePoints().toArray()) {
            int shown = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c;
            size += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
            if (size > Announcement.LONGEST_TEXT) {
                break;
            }
            text.appendCodePoint(shown);
        }
        return text.toString();
    }
}
