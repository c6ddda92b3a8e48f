package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Makes packets that pass every check of form, as a peer with other code could. */
final class Forger {
    private Forger() {}

    /** A data packet in the name of a host that has sent packets already, numbered some way beyond them. */
    static byte[] inTheNameOf(TestHost host, int beyond, Consumer<ByteBuffer> frames) {
        byte[] last = null;
        for (byte[] datagram : host.datagramsSent) {
            last = datagram[0] == Wire.DATA ? datagram : last;
        }
        if (last == null) {
            throw new IllegalStateException("set records on the host and let it send something first");
        }
        ByteBuffer header = ByteBuffer.wrap(last);
        long near = host.firstSequence + host.datagramsSent.size();
        long sequence = Sequence.expand16(near, header.getShort(Wire.HEADER_BYTES - 2)) + beyond;
        return packet(header.getLong(1), sequence, frames);
    }

    static byte[] packet(long connectionId, long sequence, Consumer<ByteBuffer> frames) {
        ByteBuffer out = ByteBuffer.allocate(2000);
        out.put(Wire.DATA).putLong(connectionId).putShort((short) sequence);
        frames.accept(out);
        new ChecksumProtection().seal(sequence, out, 0, Wire.HEADER_BYTES);
        byte[] datagram = new byte[out.position()];
        out.get(0, datagram);
        return datagram;
    }
}
