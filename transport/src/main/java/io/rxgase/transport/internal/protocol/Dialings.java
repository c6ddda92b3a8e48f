package io.rxgase.transport.internal.protocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Queue;

/** The attempts of this side to connect, and the answers that servers give; makes a connection of one that was welcomed. */
final class Dialings {
    private final EndpointConfig config;
    private final Limits limits;
    private final PacketProtection protection;
    private final Associations associations;
    private final HandshakePackets packets;
    private final Counters strays;
    private final Queue<EndpointEvent> events;
    private final ServerDoor.Entry entry;
    private final SentPacketPool pool = new SentPacketPool();

    Dialings(
            EndpointConfig config,
            Limits limits,
            PacketProtection protection,
            Associations associations,
            HandshakePackets packets,
            Counters strays,
            Queue<EndpointEvent> events,
            ServerDoor.Entry entry) {
        this.config = config;
        this.limits = limits;
        this.protection = protection;
        this.associations = associations;
        this.packets = packets;
        this.strays = strays;
        this.events = events;
        this.entry = entry;
    }

    /** Begins to say hello; returns the handle. */
    long dial(long nowNanos, InetSocketAddress to, byte[] hello) {
        long handle = config.handles().getAsLong();
        associations.add(new Dialing(
                handle,
                associations.freshId(config.random(), config.shard()),
                to,
                hello,
                limits,
                packets,
                strays.another(),
                new ConnectionEvents(handle, events),
                config.firstSequence(),
                nowNanos));
        return handle;
    }

    /** A server's answer to a hello of this side, from first byte to limit. */
    void receiveAnswer(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        byte type = datagram.get(datagram.position());
        if (!packets.isIntact(datagram)) {
            strays.drop(DropRule.BAD_TAG);
            return;
        }
        int version = HandshakePackets.version(datagram);
        Association association = associations.byLocalId(HandshakePackets.clientId(datagram));
        if (association == null) {
            strays.drop(DropRule.UNKNOWN_CONNECTION);
            return;
        }
        if (!(association instanceof Dialing dialing) || dialing.isGone()) {
            association.counters.drop(DropRule.WRONG_PHASE);
            return;
        }
        if (!from.equals(dialing.remote)) {
            dialing.counters.drop(DropRule.WRONG_ADDRESS);
            return;
        }
        datagram.position(datagram.position() + HandshakePackets.PREFIX_BYTES);
        switch (type) {
            case Wire.CHALLENGE -> dialing.challenged(datagram);
            case Wire.WELCOME -> welcomed(nowNanos, dialing, datagram);
            case Wire.REFUSED -> dialing.refused(datagram);
            default -> dialing.otherVersion(version);
        }
        associations.touch(dialing);
    }

    private void welcomed(long nowNanos, Dialing dialing, ByteBuffer in) {
        if (in.remaining() < Long.BYTES + HandshakePackets.LIMITS_BYTES) {
            dialing.counters.drop(DropRule.MALFORMED);
            return;
        }
        long serverId = in.getLong();
        PeerLimits peer = HandshakePackets.readLimits(in);
        byte[] greeting = HandshakePackets.readGreeting(in);
        if (!peer.isSane() || greeting == null) {
            dialing.counters.drop(DropRule.MALFORMED);
            return;
        }
        dialing.counters.packetsReceived++;
        dialing.finished();
        ConnectionContext context = new ConnectionContext(
                dialing.handle,
                limits,
                peer,
                limits.maxBytesPerSecond,
                new ConnectionMemory(limits),
                pool,
                dialing.counters,
                dialing.events);
        entry.enter(
                new ProtocolConnection(
                        context,
                        dialing.localId,
                        serverId,
                        config.firstSequence(),
                        protection,
                        config.random(),
                        dialing.remote,
                        false,
                        nowNanos),
                greeting);
    }
}
