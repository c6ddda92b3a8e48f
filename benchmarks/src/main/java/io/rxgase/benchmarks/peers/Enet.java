package io.rxgase.benchmarks.peers;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Locale;
import java.util.Map;

/**
 * The functions of ENet 1.3 that an echo needs, called through JNA's direct mapping with nothing but primitives, which is its
 * fastest way: a pointer and a {@code size_t} are a {@code long}, so this is for systems of 64 bits. What they do is told by
 * {@code enet.h}. Fails to load where the library is not installed.
 */
final class Enet {
    /** {@code ENET_EVENT_TYPE_CONNECT}. */
    static final int CONNECTED = 1;

    /** {@code ENET_EVENT_TYPE_RECEIVE}. */
    static final int RECEIVED = 3;

    /** {@code ENET_PACKET_FLAG_RELIABLE}; a packet that was received so still has it. */
    static final int RELIABLE = 1;

    static {
        FunctionMapper names = (library, method) ->
                "enet_" + method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        Native.register(Enet.class, NativeLibrary.getInstance("enet", Map.of(Library.OPTION_FUNCTION_MAPPER, names)));
    }

    private Enet() {}

    static native int initialize();

    static native int linkedVersion();

    static native long hostCreate(long address, long peers, long channels, int bytesInPerSecond, int bytesOutPerSecond);

    static native void hostDestroy(long host);

    static native long hostConnect(long host, long address, long channels, int data);

    static native int hostService(long host, long event, int timeoutMillis);

    static native long packetCreate(long bytes, long length, int flags);

    static native void packetDestroy(long packet);

    static native int peerSend(long peer, byte channel, long packet);
}
