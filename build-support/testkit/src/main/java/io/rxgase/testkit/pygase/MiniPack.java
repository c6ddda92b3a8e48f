package io.rxgase.testkit.pygase;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MessagePack, as much of it as a test needs: null, {@link Boolean}, {@link Long}, {@link BigInteger} (from 2^63 on), {@link Float},
 * {@link Double}, {@link String}, {@link ByteBuffer} for bytes, {@link Ext}, {@link List}, {@link Map} in order. Strict: throws
 * {@link IllegalArgumentException} at everything that PyGaSe's decoder dies of.
 */
public final class MiniPack {
    private MiniPack() {}

    /**
     * An extension.
     *
     * @param code its type
     * @param data its bytes
     */
    public record Ext(int code, ByteBuffer data) {}

    /**
     * Packs a value, integers in their shortest form.
     *
     * @param value of the types above, or an {@link Integer}
     * @return its bytes
     */
    public static byte[] pack(@Nullable Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pack(value, out);
        return out.toByteArray();
    }

    private static void pack(@Nullable Object value, ByteArrayOutputStream out) {
        if (value == null) {
            out.write(0xc0);
        } else if (value instanceof Boolean truth) {
            out.write(truth ? 0xc3 : 0xc2);
        } else if (value instanceof Integer number) {
            integer(number, out);
        } else if (value instanceof Long number) {
            integer(number, out);
        } else if (value instanceof BigInteger number) {
            number(0xcf, number.longValue(), 8, out);
        } else if (value instanceof Float number) {
            number(0xca, Float.floatToRawIntBits(number), 4, out);
        } else if (value instanceof Double number) {
            number(0xcb, Double.doubleToRawLongBits(number), 8, out);
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            head(bytes.length, 0xa0, 32, 0xd9, out);
            out.writeBytes(bytes);
        } else if (value instanceof ByteBuffer bytes) {
            head(bytes.remaining(), 0, 0, 0xc4, out);
            out.writeBytes(copy(bytes));
        } else if (value instanceof Ext ext) {
            head(ext.data().remaining(), 0, 0, 0xc7, out);
            out.write(ext.code());
            out.writeBytes(copy(ext.data()));
        } else if (value instanceof List<?> list) {
            head(list.size(), 0x90, 16, 0xdb, out);
            list.forEach(element -> pack(element, out));
        } else if (value instanceof Map<?, ?> map) {
            head(map.size(), 0x80, 16, 0xdd, out);
            map.forEach((key, element) -> {
                pack(key, out);
                pack(element, out);
            });
        } else {
            throw new IllegalArgumentException("no MessagePack for " + value.getClass());
        }
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Short form below an end, else one of the forms with 8, 16 and 32 bits; arrays and maps have none with 8. */
    private static void head(int length, int shortForm, int shortEnd, int form8, ByteArrayOutputStream out) {
        if (length < shortEnd) {
            out.write(shortForm | length);
        } else if (length <= 0xff && form8 != 0xdb && form8 != 0xdd) {
            number(form8, length, 1, out);
        } else if (length <= 0xffff) {
            number(form8 + 1, length, 2, out);
        } else {
            number(form8 + 2, length, 4, out);
        }
    }

    private static void integer(long value, ByteArrayOutputStream out) {
        if (value >= -32 && value <= 127) {
            out.write((int) value);
            return;
        }
        int width = 1;
        while (width < 8 && !fits(value, width)) {
            width *= 2;
        }
        number((value < 0 ? 0xd0 : 0xcc) + Integer.numberOfTrailingZeros(width), value, width, out);
    }

    private static boolean fits(long value, int width) {
        return value < 0 ? value >= -(1L << (8 * width - 1)) : value >>> (8 * width) == 0;
    }

    private static void number(int type, long value, int width, ByteArrayOutputStream out) {
        out.write(type);
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    /**
     * Unpacks one value that fills the bytes.
     *
     * @param bytes MessagePack
     * @return its value
     */
    public static @Nullable Object unpack(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            Object value = unpack(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes after the value");
            }
            return value;
        } catch (BufferUnderflowException cutOff) {
            throw new IllegalArgumentException("cut off: " + Arrays.toString(bytes), cutOff);
        }
    }

    private static @Nullable Object unpack(ByteBuffer in) {
        int type = in.get() & 0xff;
        if (type < 0x80 || type >= 0xe0) {
            return (long) (byte) type;
        } else if (type < 0x90) {
            return map(type & 0x0f, in);
        } else if (type < 0xa0) {
            return list(type & 0x0f, in);
        } else if (type < 0xc0) {
            return text(type & 0x1f, in);
        }
        return switch (type) {
            case 0xc0 -> null;
            case 0xc2 -> false;
            case 0xc3 -> true;
            case 0xc4, 0xc5, 0xc6 -> ByteBuffer.wrap(take((int) unsigned(1 << (type - 0xc4), in), in));
            case 0xc7, 0xc8, 0xc9 -> ext((int) unsigned(1 << (type - 0xc7), in), in);
            case 0xca -> in.getFloat();
            case 0xcb -> in.getDouble();
            case 0xcc, 0xcd, 0xce -> unsigned(1 << (type - 0xcc), in);
            case 0xcf -> large(in.getLong());
            case 0xd0 -> (long) in.get();
            case 0xd1 -> (long) in.getShort();
            case 0xd2 -> (long) in.getInt();
            case 0xd3 -> in.getLong();
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> ext(1 << (type - 0xd4), in);
            case 0xd9, 0xda, 0xdb -> text((int) unsigned(1 << (type - 0xd9), in), in);
            case 0xdc, 0xdd -> list((int) unsigned(2 << (type - 0xdc), in), in);
            case 0xde, 0xdf -> map((int) unsigned(2 << (type - 0xde), in), in);
            default -> throw new IllegalArgumentException("type " + Integer.toHexString(type));
        };
    }

    private static Object large(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    private static long unsigned(int width, ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (in.get() & 0xff);
        }
        return value;
    }

    private static byte[] take(int length, ByteBuffer in) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(int length, ByteBuffer in) {
        byte[] bytes = take(length, in);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new IllegalArgumentException("no UTF-8");
        }
        return text;
    }

    private static Ext ext(int length, ByteBuffer in) {
        int code = in.get();
        return new Ext(code, ByteBuffer.wrap(take(length, in)));
    }

    private static List<@Nullable Object> list(int count, ByteBuffer in) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(unpack(in));
        }
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> map(int count, ByteBuffer in) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Object key = unpack(in);
            if (key instanceof Map || map.containsKey(key)) {
                throw new IllegalArgumentException("a map has the key " + key + " twice, or it is a map");
            }
            map.put(key, unpack(in));
        }
        return map;
    }
}
