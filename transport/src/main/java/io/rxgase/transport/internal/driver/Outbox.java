package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.transport.Channel;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DeliveryException.Reason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.internal.protocol.DropRule;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.LongTable;
import io.rxgase.transport.internal.protocol.MemoryBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: what is on its way from other threads to the loop, who waits for the outcome of which
 * message, and the publishers that share a channel's credit.
 */
final class Outbox {
    /** How many messages may be on their way from other threads to the loop. */
    static final int MAX_HANDED_OVER = 4096;

    private final EndpointDriver driver;
    private final EndpointMachine machine;
    private final long connection;
    private final int maxMessageBytes;
    private final MemoryBudget memory;
    private final LongTable<Ticket> tickets = new LongTable<>();
    private final Map<Integer, List<PublisherSending>> publishers = new HashMap<>();
    private final Object name;
    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong tooLarge = new AtomicLong();
    private int turn;

    private volatile @Nullable DeliveryException ended;

    Outbox(EndpointDriver driver, EndpointMachine machine, DriverConnection connection, int maxMessageBytes) {
        this.driver = driver;
        this.machine = machine;
        this.connection = connection.id();
        this.name = connection;
        this.maxMessageBytes = maxMessageBytes;
        this.memory = machine.memory(this.connection);
    }

    /** Sends one message; any thread. */
    Completable send(Channel channel, byte[] payload, SendOptions options) {
        Completable sending = prepare(channel, payload, options);
        if (sending instanceof Sending command) {
            driver.command(command);
        }
        return sending;
    }

    /** A {@link Sending} that has to be run on the loop, whatever happens, or why there is none; any thread. */
    Completable prepare(Channel channel, byte[] payload, SendOptions options) {
        DeliveryException over = ended;
        if (over != null) {
            return Completable.error(over);
        }
        if (handedOver.incrementAndGet() > MAX_HANDED_OVER || !memory.take(cost(payload))) {
            handedOver.decrementAndGet();
            return Completable.error(refused(channel, Reason.QUEUE_FULL));
        }
        return new Sending(this, channel, payload, options);
    }

    /** The misuse to report if a payload is larger than this connection carries, else null; any thread. */
    @Nullable
    IllegalArgumentException checkSize(byte[] payload) {
        return payload.length <= maxMessageBytes
                ? null
                : new IllegalArgumentException(
                        "a message of " + payload.length + " bytes is larger than this connection" + " carries, "
                                + maxMessageBytes + ": split it, or raise TransportOptions.maxMessageBytes()");
    }

    private static int cost(byte[] payload) {
        return payload.length + MemoryBudget.MESSAGE_OVERHEAD;
    }

    // ---- on the loop

    EndpointDriver driver() {
        return driver;
    }

    /** A message that was handed over has reached the loop. */
    void handedOver(Channel channel, byte[] payload, SendOptions options, Ticket ticket) {
        handedOver.decrementAndGet();
        memory.give(cost(payload));
        Reason refused = transmit(channel, payload, options, ticket, false);
        if (refused != null) {
            ticket.failed(refused(channel, refused));
        }
    }

    /** Gives the machine a message that a publisher was asked for. Returns false if there is no room for it yet. */
    boolean transmitAsked(Channel channel, byte[] payload, Ticket ticket) {
        Reason refused = transmit(channel, payload, SendOptions.DEFAULT, ticket, true);
        if (refused == Reason.QUEUE_FULL && channel.delivery().isReliable()) {
            return false;
        }
        if (refused != null) {
            ticket.failed(refused(channel, refused));
        }
        return true;
    }

    /** Gives a message to the machine; the ticket learns the outcome, unless it is refused here. */
    private @Nullable Reason transmit(
            Channel channel, byte[] payload, SendOptions options, Ticket ticket, boolean credited) {
        DeliveryException over = ended;
        if (over != null) {
            ticket.failed(over);
            return null;
        }
        long number = driver.nextTicket();
        tickets.put(number, ticket);
        Reason refused = machine.send(driver.nowNanos(), connection, channel.id(), payload, options, number, credited);
        if (refused != null) {
            var unused = tickets.remove(number);
        }
        return refused;
    }

    /** The peer has a message. */
    void acked(long number) {
        Ticket ticket = tickets.remove(number);
        if (ticket != null) {
            ticket.delivered();
        }
    }

    /** A message was given up. */
    void failed(long number, Reason reason) {
        Ticket ticket = tickets.remove(number);
        if (ticket != null) {
            ticket.failed(new DeliveryException(reason, "given up: " + explanation(reason)));
        }
    }

    /** Begins to ask a publisher. */
    void add(Channel channel, PublisherSending publisher) {
        DeliveryException over = ended;
        if (over != null) {
            publisher.connectionEnded(over);
            return;
        }
        publishers.computeIfAbsent(channel.id(), id -> new ArrayList<>(1)).add(publisher);
        askPublishers(channel.id());
    }

    /** Asks a publisher no more. */
    void remove(Channel channel, PublisherSending publisher) {
        List<PublisherSending> sharing = publishers.get(channel.id());
        if (sharing != null && sharing.remove(publisher)) {
            askPublishers(channel.id());
        }
    }

    /** Shares what the channel may be asked for among its publishers. */
    void askPublishers(int channel) {
        List<PublisherSending> sharing = publishers.get(channel);
        if (sharing == null || sharing.isEmpty()) {
            return;
        }
        long free = machine.credit(connection, channel);
        for (PublisherSending publisher : sharing) {
            free -= publisher.ahead();
        }
        long share = Math.max(1, free / sharing.size());
        List<PublisherSending> inTurn = new ArrayList<>(sharing);
        Collections.rotate(inTurn, -(turn++ % inTurn.size()));
        for (PublisherSending publisher : inTurn) {
            long before = publisher.ahead();
            publisher.ask(Math.min(free, share));
            free -= publisher.ahead() - before;
        }
    }

    /** Nothing can be sent any more: whoever waits is told. */
    void end(DeliveryException cause) {
        ended = cause;
        List<Ticket> waiting = new ArrayList<>(tickets.size());
        tickets.forEach(waiting::add);
        tickets.clear();
        waiting.forEach(ticket -> ticket.failed(cause));
        for (List<PublisherSending> sharing : List.copyOf(publishers.values())) {
            List.copyOf(sharing).forEach(publisher -> publisher.connectionEnded(cause));
        }
    }

    /** Adds to a reading what was refused here. */
    ConnectionStats addRefusals(ConnectionStats reading) {
        return reading.plusDrops(DropRule.REFUSED_MESSAGE.name(), refused.get())
                .plusDrops(DropRule.TOO_LARGE_MESSAGE.name(), tooLarge.get());
    }

    /** Counts a refusal: few look at the outcome of each message. */
    private DeliveryException refused(Channel channel, Reason reason) {
        if (reason == Reason.QUEUE_FULL) {
            refused.incrementAndGet();
            driver.drops().add(DropRule.REFUSED_MESSAGE, name);
        } else if (reason == Reason.TOO_LARGE) {
            tooLarge.incrementAndGet();
            driver.drops().add(DropRule.TOO_LARGE_MESSAGE, name);
        }
        return new DeliveryException(reason, "not sent on channel " + channel.id() + ": " + explanation(reason));
    }

    private static String explanation(Reason reason) {
        return switch (reason) {
            case QUEUE_FULL ->
                "the queue is full; send a Publisher, which is asked for what the peer can take, or send less";
            case CONNECTION_ENDED -> "the connection has ended";
            case EXPIRED -> "its resends or its deadline were used up before it was acknowledged";
            case TOO_LARGE ->
                "it is larger than the peer accepts; split it, or raise maxMessageBytes of the peer's"
                        + " TransportOptions";
        };
    }
}
