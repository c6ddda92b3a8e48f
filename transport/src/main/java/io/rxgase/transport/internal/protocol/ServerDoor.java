package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Admission;
import java.net.InetSocketAddress;
import java.util.Queue;

/** Through which admitted clients come in: makes their connections, and knows who is in. */
final class ServerDoor implements Reception.Door {
    /** Takes a new connection in, with what the peer said in its hello or welcome. */
    interface Entry {
        void enter(ProtocolConnection connection, byte[] hello);
    }

    private final EndpointConfig config;
    private final Limits limits;
    private final PacketProtection protection;
    private final Associations associations;
    private final HandshakePackets packets;
    private final Answers answers;
    private final Counters strays;
    private final Queue<EndpointEvent> events;
    private final Entry entry;
    private final SentPacketPool pool = new SentPacketPool();
    private final LongTable<ProtocolConnection> byClientId = new LongTable<>();

    ServerDoor(
            EndpointConfig config,
            Limits limits,
            PacketProtection protection,
            Associations associations,
            HandshakePackets packets,
            Answers answers,
            Counters strays,
            Queue<EndpointEvent> events,
            Entry entry) {
        this.config = config;
        this.limits = limits;
        this.protection = protection;
        this.associations = associations;
        this.packets = packets;
        this.answers = answers;
        this.strays = strays;
        this.events = events;
        this.entry = entry;
    }

    @Override
    public boolean isIn(long nowNanos, long clientId, InetSocketAddress from) {
        ProtocolConnection connection = byClientId.get(clientId);
        if (connection == null || connection.isGone()) {
            return false;
        }
        // Another client with the same random number, or an old hello that was repeated: neither gets in.
        if (connection.remote().equals(from)) {
            connection.welcomeAgain(nowNanos);
            associations.touch(connection);
        }
        return true;
    }

    @Override
    public boolean isFull() {
        Shard shard = config.shard();
        if (shard != null) {
            // Those that only wait to answer a repeated farewell count for these three seconds.
            return shard.connections().get() >= limits.maxConnections;
        }
        if (byClientId.size() < limits.maxConnections) {
            return false;
        }
        int[] open = {0}; // without those that only wait to answer a repeated farewell
        byClientId.forEach(connection -> open[0] += connection.hasEnded() ? 0 : 1);
        return open[0] >= limits.maxConnections;
    }

    @Override
    public void open(
            long nowNanos,
            InetSocketAddress from,
            long clientId,
            PeerLimits peer,
            byte[] hello,
            Admission.Decision decision) {
        long handle = config.handles().getAsLong();
        long localId = associations.freshId(config.random(), config.shard());
        ConnectionContext context = new ConnectionContext(
                handle,
                limits,
                peer,
                Math.min(decision.maxBytesPerSecond(), limits.maxBytesPerSecond),
                new ConnectionMemory(limits),
                pool,
                strays.another(),
                new ConnectionEvents(handle, events));
        ProtocolConnection connection = new ProtocolConnection(
                context, localId, clientId, config.firstSequence(), protection, config.random(), from, true, nowNanos);
        connection.welcome(answers.write(
                out -> packets.welcome(out, clientId, localId, limits, config.firstSequence(), decision.greeting())));
        byClientId.put(clientId, connection);
        count(1);
        entry.enter(connection, hello);
    }

    /** That connection is gone for good. */
    void forget(ProtocolConnection connection) {
        if (byClientId.get(connection.peerId()) == connection) {
            byClientId.remove(connection.peerId());
            count(-1);
        }
    }

    private void count(int change) {
        Shard shard = config.shard();
        if (shard != null) {
            shard.connections().addAndGet(change);
        }
    }
}
