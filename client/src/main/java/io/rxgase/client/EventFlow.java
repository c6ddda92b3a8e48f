package io.rxgase.client;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.rxgase.core.codec.Decoded;
import io.rxgase.core.event.Event;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of one connection, decoded once and shared by all subscribers at the pace of the slowest, whose demand
 * crosses the network. What arrives before the first subscriber waits, up to a bound; what finds no subscriber after
 * that is dropped and counted, so that a client that does not listen never holds its server up.
 */
final class EventFlow {
    /** How many events wait for the first subscriber: one less than the processor takes, so that it goes on asking. */
    static final int WAITING = 127;

    private static final int CAPACITY = WAITING + 1;

    private static final int PREFETCH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(EventFlow.class);

    private final MulticastProcessor<Event> processor = MulticastProcessor.create(CAPACITY, false);
    private final Flowable<Event> events =
            processor.doOnSubscribe(subscription -> arrived()).doFinally(this::gone);
    private final AtomicInteger subscribers = new AtomicInteger();
    /** Takes what comes while there is no subscriber any more. */
    private final SerialDisposable drain = new SerialDisposable();

    private final Connection connection;
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong unobserved = new AtomicLong();
    private volatile boolean subscribedOnce;
    private int waiting;

    EventFlow(Connection connection) {
        this.connection = connection;
        Flowable.fromIterable(Channel.defaults())
                .flatMap(connection::messages, false, Channel.defaults().size(), PREFETCH)
                .mapOptional(this::decode)
                .filter(event -> subscribedOnce || hasRoom())
                .subscribe(processor);
    }

    Flowable<Event> events() {
        return events;
    }

    long malformed() {
        return malformed.get();
    }

    long unobserved() {
        return unobserved.get();
    }

    private void arrived() {
        subscribedOnce = true;
        if (subscribers.getAndIncrement() == 0) {
            drain.set(Disposable.disposed());
        }
    }

    private void gone() {
        if (subscribers.decrementAndGet() == 0) {
            drain.set(processor.subscribe(event -> unobserved.incrementAndGet()));
        }
    }

    private boolean hasRoom() {
        if (waiting < WAITING) {
            waiting++;
            return true;
        }
        unobserved.incrementAndGet();
        return false;
    }

    private Optional<Event> decode(byte[] payload) {
        Decoded<Event> decoded = EventBytes.decode(payload, connection);
        if (decoded instanceof Decoded.Value<Event> event) {
            return Optional.of(event.value());
        }
        if (malformed.getAndIncrement() == 0) {
            LOG.warn("The server sent an event that cannot be read; such events are dropped and counted: {}", decoded);
        }
        return Optional.empty();
    }
}
