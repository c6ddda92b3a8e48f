package io.rxgase.core.internal.codec;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack.Code;
import org.msgpack.value.ValueType;

/**
 * What the head of a token says before msgpack-core reads it: its type, how many bytes the head has, and the length or
 * count that it announces. Looked up by the first byte, since it is asked for each token.
 */
final class MessagePackHead {
    private static final int BYTE_VALUES = 256;
    private static final @Nullable ValueType[] TYPES = new ValueType[BYTE_VALUES];
    private static final byte[] SIZES = new byte[BYTE_VALUES];

    private static final int SHORT_STRING = 0x1f;
    private static final int SHORT_COUNT = 0x0f;

    static {
        for (int first = 0; first < BYTE_VALUES; first++) {
            MessageFormat format = MessageFormat.valueOf((byte) first);
            TYPES[first] = format == MessageFormat.NEVER_USED ? null : format.getValueType();
            SIZES[first] = (byte) size(format);
        }
    }

    private MessagePackHead() {}

    private static int size(MessageFormat format) {
        return switch (format) {
            case UINT8, INT8, STR8, BIN8, FIXEXT1, FIXEXT2, FIXEXT4, FIXEXT8, FIXEXT16 -> 2;
            case UINT16, INT16, STR16, BIN16, ARRAY16, MAP16, EXT8 -> 3;
            case EXT16 -> 4;
            case UINT32, INT32, FLOAT32, STR32, BIN32, ARRAY32, MAP32 -> 5;
            case EXT32 -> 6;
            case UINT64, INT64, FLOAT64 -> 9;
            default -> 1;
        };
    }

    /** The type of a token; null if there is none that begins with this byte. */
    static @Nullable ValueType type(byte first) {
        return TYPES[first & 0xff];
    }

    /** The first byte and the number, length or count after it; of an extension its type, too. */
    static int size(byte first) {
        return SIZES[first & 0xff];
    }

    /** The length or count that the complete head of a token of a type announces, 0 to 2^32 - 1. */
    static long announced(ValueType type, byte[] bytes, int at) {
        byte first = bytes[at];
        int width = size(first) - (type == ValueType.EXTENSION ? 2 : 1);
        if (width == 0) {
            return switch (type) {
                case EXTENSION -> 1L << (first - Code.FIXEXT1);
                case STRING -> first & SHORT_STRING;
                default -> first & SHORT_COUNT;
            };
        }
        long announced = 0;
        for (int i = 1; i <= width; i++) {
            announced = announced << Byte.SIZE | (bytes[at + i] & 0xff);
        }
        return announced;
    }
}
