package io.rxgase.core.internal.codec;

import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferInput;
import org.msgpack.core.buffer.MessageBufferOutput;

/**
 * The only way to msgpack-core's packers, unpackers and buffers. Unless somebody has set {@code
 * msgpack.universal-buffer} already, it makes the library use {@link java.nio.ByteBuffer}: its other buffers need
 * {@code sun.misc.Unsafe}, about which JDK 24 and later warn in the game's console.
 */
final class MessagePackLibrary {
    private static final String UNIVERSAL_BUFFER = "msgpack.universal-buffer";

    /** For strings that come in parts, which ours never do. The library's own default takes 16 KiB a thread. */
    private static final int STRING_BUFFER = 16;

    private static final MessagePack.PackerConfig PACKING;
    private static final MessagePack.UnpackerConfig UNPACKING;

    static {
        // The library reads the property when its first buffer is made.
        if (System.getProperty(UNIVERSAL_BUFFER) == null) {
            System.setProperty(UNIVERSAL_BUFFER, "true");
        }
        // Strings of every length are written the way of short ones, which never throws.
        PACKING = new MessagePack.PackerConfig().withSmallStringOptimizationThreshold(Integer.MAX_VALUE);
        UNPACKING = new MessagePack.UnpackerConfig().withStringDecoderBufferSize(STRING_BUFFER);
    }

    private MessagePackLibrary() {}

    static MessagePacker packer(MessageBufferOutput out) {
        return PACKING.newPacker(out);
    }

    static MessageUnpacker unpacker(MessageBufferInput in) {
        return UNPACKING.newUnpacker(in);
    }

    static MessageBuffer buffer(byte[] bytes, int from, int length) {
        return MessageBuffer.wrap(bytes, from, length);
    }
}
