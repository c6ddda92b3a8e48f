package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.guard.Outcome;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** One connection of a driver: the public methods on any thread, the rest on the loop. */
final class DriverConnection implements Connection {
    /** How many events may wait for one subscriber. */
    private static final int MAX_EVENTS = 1024;

    private final EndpointDriver driver;
    private final EndpointMachine machine;
    private final long id;
    private final byte[] hello;
    private final boolean incoming;
    private final Dialect dialect;
    private final int maxMessageBytes;
    private final Outbox outbox;
    private final @Nullable Channel[] channels = new Channel[Channel.MAX_ID + 1];
    private final @Nullable MessageInbox[] inboxes = new MessageInbox[Channel.MAX_ID + 1];
    private final StateInbox states;
    private final HeartbeatInbox heartbeats;
    private final EventHub<ConnectionEvent> events;
    private final CompletableSubject endSubject = CompletableSubject.create();
    private final Completable end;

    private final AtomicLong heldVersion = new AtomicLong(StateSource.NONE);
    private volatile boolean heldAgain;
    private final AtomicBoolean holdQueued = new AtomicBoolean();
    private final AtomicBoolean statsQueued = new AtomicBoolean();
    private final AtomicBoolean closeQueued = new AtomicBoolean();

    private volatile InetSocketAddress remoteAddress;
    private volatile ConnectionStats stats;
    private ConnectionEvent latest;

    DriverConnection(
            EndpointDriver driver, EndpointMachine machine, EndpointEvent.Connected connected, ConnectionStats stats) {
        this.driver = driver;
        this.machine = machine;
        this.id = connected.connection();
        this.hello = connected.hello();
        this.incoming = connected.incoming();
        this.remoteAddress = connected.remoteAddress();
        this.stats = stats;
        this.dialect = machine.dialect(id);
        this.end = driver.outcome("close", endSubject);
        this.maxMessageBytes = Math.min(driver.options().maxMessageBytes(), machine.maxMessageBytes(id));
        this.outbox = new Outbox(driver, machine, this, maxMessageBytes);
        this.states = new StateInbox(this);
        this.heartbeats = new HeartbeatInbox(driver, connected.connection());
        this.latest = new ConnectionEvent.Connected(this);
        this.events = new EventHub<>(driver, "events of connection " + id, MAX_EVENTS, () -> List.of(latest));
        for (Channel channel : driver.options().channels()) {
            channels[channel.id()] = channel;
            inboxes[channel.id()] = new MessageInbox(this, channel, unreliableBytes());
        }
    }

    // ---- Connection, any thread

    @Override
    public long id() {
        return id;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public byte[] hello() {
        return hello.clone();
    }

    @Override
    public Completable send(Channel channel, byte[] payload, SendOptions options) {
        check(channel, payload, options);
        return outbox.send(channel, payload, options);
    }

    /** As {@link #send(Channel, byte[], SendOptions)}, but what is returned, if it is a {@link Sending}, has yet to be run on the loop. */
    Completable prepare(Channel channel, byte[] payload, SendOptions options) {
        check(channel, payload, options);
        return outbox.prepare(channel, payload, options);
    }

    private void check(Channel channel, byte[] payload, SendOptions options) {
        checkDeclared(channel);
        Objects.requireNonNull(options, "options");
        IllegalArgumentException tooLarge = outbox.checkSize(payload);
        if (tooLarge != null) {
            throw tooLarge;
        }
    }

    @Override
    public Completable send(Channel channel, Publisher<byte[]> payloads) {
        checkDeclared(channel);
        Objects.requireNonNull(payloads, "payloads");
        return new Completable() {
            @Override
            protected void subscribeActual(CompletableObserver observer) {
                if (Outcome.waitsForItself(driver::isOnLoop)) {
                    Completable.error(Outcome.refusal("send")).subscribe(observer);
                    return;
                }
                PublisherSending sending =
                        new PublisherSending(outbox, channel, Outcome.guarded(driver.guard(), "send", observer));
                observer.onSubscribe(sending);
                if (sending.isDisposed()) {
                    return;
                }
                try {
                    payloads.subscribe(sending);
                } catch (Throwable thrown) {
                    sending.onError(thrown);
                }
            }
        };
    }

    @Override
    public Flowable<byte[]> messages(Channel channel) {
        checkDeclared(channel);
        return Objects.requireNonNull(inboxes[channel.id()]);
    }

    @Override
    public Flowable<StateSource.Frame> states() {
        return states;
    }

    @Override
    public Flowable<byte[]> heartbeats() {
        return heartbeats;
    }

    @Override
    public void holdState(long version) {
        if (version < StateSource.NONE) {
            throw new IllegalArgumentException("state version " + version
                    + " is out of range: use 0 or more, or StateSource.NONE to ask for a whole state");
        }
        heldAgain = heldVersion.getAndSet(version) == version;
        if (holdQueued.compareAndSet(false, true)) {
            driver.command(() -> {
                holdQueued.set(false);
                machine.holdState(driver.nowNanos(), id, heldVersion.get(), heldAgain);
            });
        }
    }

    @Override
    public Flowable<ConnectionEvent> events() {
        return events;
    }

    @Override
    public ConnectionStats reading() {
        if (driver.enter()) {
            try {
                readStats();
            } finally {
                driver.leave();
            }
        } else if (statsQueued.compareAndSet(false, true)) {
            driver.command(() -> {
                statsQueued.set(false);
                readStats();
            });
        }
        return stats;
    }

    @Override
    public Completable close(String detail) {
        Objects.requireNonNull(detail, "detail");
        if (closeQueued.compareAndSet(false, true)) {
            driver.command(() -> machine.close(driver.nowNanos(), id, DisconnectReason.CLOSED_LOCALLY, detail));
            driver.expect(endSubject);
        }
        return end;
    }

    @Override
    public Completable after(Duration delay) {
        return driver.after(delay.toNanos());
    }

    @Override
    public long nanoTime() {
        return driver.readClock();
    }

    @Override
    public boolean isOnEventLoop() {
        return driver.isOnLoop();
    }

    @Override
    public String toString() {
        return "connection " + id + (incoming ? " from " : " to ") + remoteAddress;
    }

    private void checkDeclared(Channel channel) {
        if (!channel.equals(channels[channel.id()])) {
            throw new IllegalArgumentException(channel + " is not declared: add it to TransportOptions.channels()"
                    + " on both sides, or use one of " + driver.options().channels());
        }
    }

    // ---- on the loop

    EndpointDriver driver() {
        return driver;
    }

    boolean incoming() {
        return incoming;
    }

    /** Something arrived or was settled; what concerns the life of the connection is told elsewhere. */
    void handle(EndpointEvent event) {
        if (event instanceof EndpointEvent.Message message) {
            MessageInbox inbox = inboxes[message.channel()];
            if (inbox != null) {
                inbox.offer(message.payload());
            }
        } else if (event instanceof EndpointEvent.Acked acked) {
            outbox.acked(acked.ticket());
        } else if (event instanceof EndpointEvent.Failed failed) {
            outbox.failed(failed.ticket(), failed.reason());
        } else if (event instanceof EndpointEvent.CreditChanged changed) {
            outbox.askPublishers(changed.channel());
        } else if (event instanceof EndpointEvent.StateArrived arrived) {
            states.offer(arrived.frame());
        } else if (event instanceof EndpointEvent.Heartbeat heartbeat) {
            heartbeats.offer(heartbeat.bytes());
        }
    }

    /** Messages of a channel, or states, were taken or dropped. */
    void consumed(int channel, int count) {
        machine.consumed(driver.nowNanos(), id, channel, count);
    }

    /** What each unreliable channel may hold that arrived and was not taken: together an eighth of all. */
    private int unreliableBytes() {
        TransportOptions options = driver.options();
        long unreliable = options.channels().stream()
                .filter(channel -> !channel.delivery().isReliable())
                .count();
        return options.maxQueuedBytes() / 8 / (int) Math.max(1, unreliable);
    }

    void migrated(InetSocketAddress address) {
        remoteAddress = address;
    }

    /** Remembers an event for later subscribers and hands it to the present ones. */
    void publish(ConnectionEvent event) {
        latest = event;
        events.publish(event);
    }

    private void readStats() {
        ConnectionStats reading = machine.stats(id);
        if (reading != null) {
            long dropped = 0;
            for (MessageInbox inbox : inboxes) {
                dropped += inbox == null ? 0 : inbox.dropped();
            }
            stats = outbox.addRefusals(reading.plusMessagesDropped(dropped));
        }
    }

    /** The last thing that happens: whoever waits is told, and every stream ends. */
    void end(ConnectionEvent.Disconnected event) {
        readStats();
        outbox.end(new DeliveryException(
                DeliveryException.Reason.CONNECTION_ENDED,
                "the connection ended: " + event.reason() + ", " + event.detail()));
        for (MessageInbox inbox : inboxes) {
            if (inbox != null) {
                inbox.complete();
            }
        }
        states.complete();
        heartbeats.complete();
        publish(event);
        events.end(null);
        endSubject.onComplete();
    }
}
