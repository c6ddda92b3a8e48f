package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The identity with a CRC-32C for a tag (RFC 3720, B.4): it keeps damage out, not attackers. UDP's own sum has 16 bits and may be
 * left out altogether over IPv4, too little where one flipped bit would be delivered as a message. The counter goes into the
 * sum, so that a packet whose short number was restored wrongly does not pass either.
 */
final class ChecksumProtection implements PacketProtection {
    private static final int TAG_BYTES = 4;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer counterBytes = ByteBuffer.allocate(Long.BYTES);

    @Override
    public int tagBytes() {
        return TAG_BYTES;
    }

    @Override
    public void seal(long counter, ByteBuffer packet, int start, int headerBytes) {
        int end = packet.position();
        int sum = sum(counter, packet, start, end);
        packet.limit(packet.capacity()).position(end);
        packet.putInt(sum);
    }

    @Override
    public boolean open(long counter, ByteBuffer packet, int start, int headerBytes) {
        int end = packet.limit() - TAG_BYTES;
        if (end < start + headerBytes) {
            return false;
        }
        int expected = packet.getInt(end);
        int position = packet.position();
        boolean intact = sum(counter, packet, start, end) == expected;
        packet.limit(end).position(position);
        return intact;
    }

    /** Leaves position and limit changed. */
    int sum(long counter, ByteBuffer packet, int start, int end) {
        crc.reset();
        crc.update(counterBytes.putLong(0, counter).rewind());
        packet.limit(end).position(start);
        crc.update(packet);
        return (int) crc.getValue();
    }
}
