package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** One endpoint of a {@link TestPair}, with everything that came out of it, and the duties of a driver. */
final class TestHost {
    final TestPair pair;
    final Endpoint machine;
    final List<EndpointEvent> events = new ArrayList<>();
    final List<byte[]> datagramsSent = new ArrayList<>();

    final long firstSequence;

    /** Where its datagrams come from; change it, and its address has changed. */
    InetSocketAddress address;

    /** Whether messages are consumed as soon as they are handed out. */
    boolean consumesAtOnce = true;

    /** Whether states are held as soon as they are handed out. */
    boolean holdsAtOnce = true;

    /** Until when the process stands still: nothing is received, sent or timed. */
    long pausedUntilNanos;

    /** Whether datagrams that were sent are kept for inspection. */
    boolean records;

    /** The first connection; 0 before there is one. */
    long connection;

    /** Called with each event, at its time. */
    EventListener listener = (event, nowNanos) -> {};

    /** States that came without their base. */
    final List<StateSource.Frame> missed = new ArrayList<>();

    private final Set<Long> held = new HashSet<>();
    private long holding = StateSource.NONE;
    private final Transmit transmit = new Transmit(ByteBuffer.allocate(1472));
    private long nextTicket = 1;

    interface EventListener {
        void on(EndpointEvent event, long nowNanos);
    }

    TestHost(TestPair pair, InetSocketAddress address, EndpointConfig config, PacketProtection protection) {
        this.pair = pair;
        this.address = address;
        machine = new Endpoint(config, protection);
        firstSequence = config.firstSequence();
    }

    static EndpointConfig config(TransportOptions options, long seed, LongSupplier handles) {
        return EndpointConfig.of(options, new SplittableRandom(seed), handles);
    }

    /** Sends on the first connection; returns the ticket. */
    long send(Channel channel, byte[] payload, SendOptions options) {
        long ticket = nextTicket++;
        DeliveryException.Reason refusal =
                machine.send(pair.nowNanos, connection, channel.id(), payload, options, ticket, false);
        if (refusal != null) {
            throw new IllegalStateException("refused: " + refusal);
        }
        return ticket;
    }

    long send(Channel channel, byte[] payload) {
        return send(channel, payload, SendOptions.DEFAULT);
    }

    long send(Channel channel, String text) {
        return send(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    DeliveryException.Reason trySend(Channel channel, byte[] payload, SendOptions options, long ticket) {
        return machine.send(pair.nowNanos, connection, channel.id(), payload, options, ticket, false);
    }

    long nextTicket() {
        return nextTicket++;
    }

    boolean isPaused() {
        return pair.nowNanos < pausedUntilNanos;
    }

    /** When it wants to run next. */
    long wakeNanos() {
        return Math.max(pausedUntilNanos, machine.pollTimeout());
    }

    /** Hands a datagram to the machine at once, as if it came from there. */
    void receive(InetSocketAddress from, byte[] datagram) {
        machine.receive(pair.nowNanos, from, ByteBuffer.wrap(datagram));
        drain();
    }

    /** Does what a driver does after inputs and commands. */
    void drain() {
        if (isPaused()) {
            return;
        }
        boolean active = true;
        while (active) {
            active = false;
            while (machine.pollTransmit(pair.nowNanos, transmit)) {
                active = true;
                ByteBuffer buffer = transmit.buffer();
                byte[] datagram = new byte[buffer.remaining()];
                buffer.get(datagram);
                buffer.clear();
                if (records) {
                    datagramsSent.add(datagram);
                }
                pair.transmit(this, transmit.destination(), datagram);
            }
            transmit.buffer().clear();
            for (EndpointEvent event = machine.pollEvent(); event != null; event = machine.pollEvent()) {
                active = true;
                handle(event);
            }
        }
    }

    private void handle(EndpointEvent event) {
        events.add(event);
        if (event instanceof EndpointEvent.Connected connected && connection == 0) {
            connection = connected.connection();
        } else if (event instanceof EndpointEvent.Message message && consumesAtOnce) {
            machine.consumed(pair.nowNanos, message.connection(), message.channel(), 1);
        } else if (event instanceof EndpointEvent.StateArrived state) {
            machine.consumed(pair.nowNanos, state.connection(), EndpointMachine.STATE_STREAM, 1);
            if (holdsAtOnce) {
                hold(state);
            }
        }
        listener.on(event, pair.nowNanos);
    }

    private void hold(EndpointEvent.StateArrived state) {
        StateSource.Frame frame = state.frame();
        boolean usable = frame.baseVersion() == StateSource.NONE || held.contains(frame.baseVersion());
        if (usable) {
            holding = frame.version();
            held.add(holding);
        } else {
            missed.add(frame);
        }
        machine.holdState(pair.nowNanos, state.connection(), holding, !usable);
    }

    <T extends EndpointEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Messages of a channel so far, as text. */
    List<String> texts(Channel channel) {
        return events(EndpointEvent.Message.class).stream()
                .filter(message -> message.channel() == channel.id())
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The end of the first connection, or null. */
    EndpointEvent.Disconnected end() {
        List<EndpointEvent.Disconnected> ends = events(EndpointEvent.Disconnected.class);
        return ends.isEmpty() ? null : ends.get(0);
    }

    long dropped(DropRule rule) {
        return machine.totals().dropped(rule);
    }
}
