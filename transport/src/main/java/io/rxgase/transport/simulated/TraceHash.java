package io.rxgase.transport.simulated;

import java.net.InetSocketAddress;
import java.util.zip.CRC32C;

/**
 * A running hash of all that happens on the wire: who sent what to whom when, and what arrived when. Two runs with the same hash
 * were, for all purposes of a test, the same run. Not for secrets.
 */
final class TraceHash {
    private final CRC32C crc = new CRC32C();
    private long value = 0x52784761536531L;

    void add(long nowNanos, int kind, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        crc.reset();
        crc.update(datagram);
        add(nowNanos);
        add(((long) kind << Integer.SIZE) | crc.getValue());
        add(((long) from.getAddress().hashCode() << Integer.SIZE) | from.getPort());
        add(((long) to.getAddress().hashCode() << Integer.SIZE) | to.getPort());
    }

    private void add(long word) {
        long mixed = (value ^ word) * 0x9E3779B97F4A7C15L;
        value = mixed ^ (mixed >>> 32);
    }

    long value() {
        return value;
    }
}
