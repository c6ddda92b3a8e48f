package io.rxgase.transport.discovery;

import java.nio.ByteBuffer;

/**
 * What the datagrams of discovery say. An adapter turns datagrams into these and back, for the machines behind {@link
 * LanLink.Receiver}.
 *
 * <pre>{@code
 * ByteBuffer datagram = new DiscoveryPacket.Query(nonce, "com.example.tag").encoded();
 * DiscoveryPacket read = DiscoveryPacket.decode(datagram);
 * }</pre>
 */
public sealed interface DiscoveryPacket {
    /** How many bytes a question has. An answer is never larger, so nobody gains by asking in another's name. */
    int QUERY_BYTES = 256;

    /**
     * Who hosts such a game?
     *
     * @param nonce comes back with the answer
     * @param application what kind of game; empty for any
     */
    record Query(long nonce, String application) implements DiscoveryPacket {}

    /**
     * I do.
     *
     * @param nonce of the question
     * @param id of the game
     * @param port of the game, at the address that this came from
     * @param game what it says of itself
     */
    record Answer(long nonce, long id, int port, Announcement game) implements DiscoveryPacket {}

    /**
     * I did.
     *
     * @param nonce of the latest question that was answered
     * @param id of the game
     */
    record Farewell(long nonce, long id) implements DiscoveryPacket {}

    /** A datagram that says none of this. Machines count it; nobody sends it. */
    record Unreadable() implements DiscoveryPacket {}

    /**
     * Writes it.
     *
     * @return its bytes, from the position to the limit; no other reference to them is kept
     * @throws IllegalArgumentException if it is {@link Unreadable}
     */
    default ByteBuffer encoded() {
        return DiscoveryFormat.encode(this);
    }

    /**
     * Reads a datagram.
     *
     * @param datagram bytes that anybody may have sent; its position and limit stay as they are
     * @return what they say; never throws
     */
    static DiscoveryPacket decode(ByteBuffer datagram) {
        DiscoveryPacket packet = DiscoveryFormat.decode(datagram);
        return packet == null ? new Unreadable() : packet;
    }
}
