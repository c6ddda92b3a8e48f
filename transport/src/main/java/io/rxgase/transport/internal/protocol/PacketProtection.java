package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;

/**
 * What stands between framing and the datagram. The header is associated data: covered by the tag, not changed. The counter is the
 * packet's 64-bit sequence number, which never repeats within a connection and direction: the nonce. Today {@link ChecksumProtection}
 * is the only one; authenticated encryption with its 16-byte tag fits the same three methods.
 */
interface PacketProtection {
    /** Length of the tag, 0 to {@link Wire#MAX_TAG_BYTES}. */
    int tagBytes();

    /**
     * Covers the packet from {@code start} to the position, encrypts what follows the header, and appends the tag.
     */
    void seal(long counter, ByteBuffer packet, int start, int headerBytes);

    /**
     * Checks the packet from {@code start} to the limit and decrypts what follows the header in place; takes the tag off the limit.
     *
     * @return false if it is not what the peer sealed; the packet is undefined then
     */
    boolean open(long counter, ByteBuffer packet, int start, int headerBytes);
}
