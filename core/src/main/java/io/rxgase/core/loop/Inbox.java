package io.rxgase.core.loop;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.internal.guard.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where events wait for the next tick: the one place where threads meet. Many threads put events in, the loop thread
 * takes them out.
 *
 * <pre>{@code
 * Inbox inbox = Inbox.create();
 * boolean taken = inbox.offer(new Incoming(client, event));         // dropped and counted if there is no room
 * Disposable attached = inbox.attach(client, reliableEvents);       // asked for as there is room, never dropped
 * List<Incoming> events = inbox.drain(1000);                        // the loop thread, once a tick
 * }</pre>
 *
 * <p><b>Bounds.</b> Per sender, {@code perSender} events that were offered and {@code perSender} of each publisher that is
 * attached; over all senders, {@code total} events that were offered. The number of attached publishers is the caller's to
 * bound: it is the number of clients.
 *
 * <p><b>Order and fairness.</b> The events of one sender stay in the order in which they came, offered or attached. Senders
 * take turns, one event each, and a drain goes on where the last one stopped. So as long as a drain takes at least as many
 * events as there are senders waiting, the first waiting event of every sender is in the next drain, however much
 * another sender sends.
 *
 * <p><b>Overflow.</b> What a sender offers beyond its bound displaces what it offered first: the newest matter most in a
 * game. Each displaced event is counted ({@link #droppedCount()}), and the log is told of the first, the tenth and so on.
 * What is attached waits at its source: a publisher is asked for no more than there is room, and for more as the loop
 * takes events out. Over a network that demand is the credit of the remote sender.
 *
 * <p>All methods but {@link #drain} may be called on any thread and never block.
 */
public final class Inbox {
    /** How many events may wait per sender by default: {@value}. */
    public static final int DEFAULT_PER_SENDER = 256;

    /** How many offered events may wait over all senders by default: {@value}. */
    public static final int DEFAULT_TOTAL = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Guard GUARD = new Guard(LOG);

    private final int perSender;
    private final int total;

    private final ConcurrentMap<ClientId, Lane> lanes = new ConcurrentHashMap<>();
    /** The lanes that have events, in the order in which it's their turn. Each is in it at most once. */
    private final Queue<Lane> ready = new ConcurrentLinkedQueue<>();

    private final Set<EventSource> unkeyed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger offered = new AtomicInteger();
    private final AtomicLong afterClose = new AtomicLong();

    private final RefusalLog noRoom = new RefusalLog(
            LOG,
            "events found no room in the inbox",
            "let a tick take more events, or make the inbox larger (Inbox.bounded); what is attached instead of offered waits at its"
                    + " source");
    private volatile boolean closed;

    private Inbox(int perSender, int total) {
        if (perSender < 1 || total < 1) {
            throw new IllegalArgumentException("an inbox needs room for at least 1 event, not " + perSender
                    + " per sender, " + total + " in total");
        }
        this.perSender = perSender;
        this.total = total;
    }

    /**
     * An inbox with the default bounds.
     *
     * @return an empty inbox
     */
    public static Inbox create() {
        return bounded(DEFAULT_PER_SENDER, DEFAULT_TOTAL);
    }

    /**
     * An inbox with bounds of the caller's choice.
     *
     * @param perSender how many offered events of one sender, and how many events of one attached publisher, may wait; at
     *     least 1
     * @param total how many offered events may wait over all senders; at least 1
     * @return an empty inbox
     */
    public static Inbox bounded(int perSender, int total) {
        return new Inbox(perSender, total);
    }

    /**
     * Puts an event in. If there is no room, the oldest event that the same sender has offered and that still waits makes
     * room; it is dropped and counted.
     *
     * @param incoming the event and its sender
     * @return whether it was taken; if not, because the total is used up by other senders or because the inbox is closed,
     *     it is dropped and counted
     */
    public boolean offer(Incoming incoming) {
        Objects.requireNonNull(incoming, "incoming");
        Lane lane = lane(incoming.sender());
        if (closed) {
            afterClose.incrementAndGet();
            return false;
        }
        if (!makeRoom(lane)) {
            noRoom.add("of " + lane.sender);
            return false;
        }
        add(lane, incoming, null);
        return true;
    }

    /** Reserves a place in the lane and in the total, or takes over those of an older event. */
    private boolean makeRoom(Lane lane) {
        // Once more if there is none to displace, for then the loop has just taken it.
        if (!reserve(lane.offeredCount, perSender)) {
            if (displace(lane)) {
                return true;
            }
            if (!reserve(lane.offeredCount, perSender)) {
                return false;
            }
        }
        if (reserve(offered, total)) {
            return true;
        }
        lane.offeredCount.decrementAndGet();
        return displace(lane);
    }

    private boolean displace(Lane lane) {
        if (!lane.displace()) {
            return false;
        }
        queued.decrementAndGet();
        noRoom.add("of " + lane.sender);
        return true;
    }

    /**
     * Takes all events of a publisher, and none of them is ever dropped: it is asked for {@code perSender} events at once
     * and for one more with each that the loop takes out. Events that were already asked for still arrive in order after
     * those that the sender has waiting.
     *
     * <p>To tell the game of a client that comes and goes, put that into the stream, so that it keeps its place:
     * {@code Flowable.just(Event.of(Event.JOINED)).concatWith(events).concatWith(Flowable.just(Event.of(Event.LEFT)))}.
     *
     * <p>An error of the publisher ends this attachment, like completion, and is logged as a warning.
     *
     * @param sender whose events these are
     * @param events the events; a sender may have several publishers attached
     * @return ends the attachment; events that have arrived stay
     */
    public Disposable attach(ClientId sender, Publisher<Event> events) {
        Objects.requireNonNull(sender, "sender");
        Flowable<Incoming> incoming =
                GUARD.source("a publisher of events", events).map(event -> new Incoming(sender, event));
        Lane lane = lanes.compute(sender, (key, found) -> {
            Lane kept = found == null ? new Lane(key) : found;
            kept.pins.incrementAndGet();
            return kept;
        });
        EventSource source = new EventSource(this, lane, perSender);
        lane.sources.add(source);
        return start(source, incoming);
    }

    /**
     * Takes all events of a publisher of events of many senders, and none of them is ever dropped. The publisher is one
     * stream with one demand: it is asked for {@code perSender} events at once and for one more with each that the loop
     * takes out, so that a sender who floods this stream holds up the others in it. Where senders don't trust each other
     * attach one publisher for each.
     *
     * @param events the events
     * @return ends the attachment; events that have arrived stay
     */
    public Disposable attach(Publisher<Incoming> events) {
        EventSource source = new EventSource(this, null, perSender);
        unkeyed.add(source);
        return start(source, GUARD.source("a publisher of events", events));
    }

    private Disposable start(EventSource source, Flowable<Incoming> events) {
        events.subscribe(source);
        if (closed) {
            source.dispose();
        }
        return source;
    }

    /**
     * Ends all attachments of a sender. Events that have arrived stay.
     *
     * @param sender whose publishers are cancelled
     */
    public void detach(ClientId sender) {
        Lane lane = lanes.get(sender);
        if (lane != null) {
            lane.sources.forEach(EventSource::dispose);
        }
    }

    /**
     * Takes events out, in turn from each sender that has some. To be called by one thread at a time: the loop thread.
     *
     * @param max how many at most
     * @return the events in the order in which they are to be handled
     */
    public List<Incoming> drain(int max) {
        List<Incoming> drained = new ArrayList<>(Math.min(max, queued.get()));
        List<EventSource> served = new ArrayList<>();
        while (drained.size() < max) {
            Lane lane = ready.poll();
            if (lane == null) {
                break;
            }
            Lane.Waiting next = lane.take();
            // Null if a producer was overtaken between adding its event and announcing it, or displaced the last one.
            if (next != null) {
                drained.add(next.incoming());
                taken(lane, next.source(), served);
            }
            release(lane);
        }
        // After the drain: a publisher that answers at once then can't take part in this tick twice.
        served.forEach(EventSource::requestConsumed);
        return drained;
    }

    private void taken(Lane lane, @Nullable EventSource source, List<EventSource> served) {
        queued.decrementAndGet();
        if (source == null) {
            lane.offeredCount.decrementAndGet();
            offered.decrementAndGet();
        } else if (source.consumed()) {
            served.add(source);
        }
    }

    /** Gives the lane its next turn, or lets it rest; and forgets it if nobody is attached to it. */
    private void release(Lane lane) {
        if (!lane.isEmpty()) {
            ready.add(lane);
            return;
        }
        lane.isReady.set(false);
        if (!lane.isEmpty()) {
            makeReady(lane);
        } else {
            forget(lane);
        }
    }

    /** A thread that still holds the lane may add to it all the same: what it adds is found through {@code ready}. */
    private void forget(Lane lane) {
        if (lane.isIdle()) {
            lanes.computeIfPresent(lane.sender, (key, found) -> found == lane && lane.isIdle() ? null : found);
        }
    }

    /** Called by a source, once, when it has ended or was cancelled. */
    void ended(EventSource source) {
        Lane lane = source.lane;
        if (lane == null) {
            unkeyed.remove(source);
        } else {
            lane.sources.remove(source);
            lane.pins.decrementAndGet();
            forget(lane);
        }
    }

    /** Called by a source: there is room, since no more was requested. */
    void arrived(Incoming incoming, EventSource source) {
        Lane lane = source.lane;
        add(lane == null ? lane(incoming.sender()) : lane, incoming, source);
    }

    /** Called by a source whose publisher sends more than was requested. */
    void refused() {
        noRoom.add("of a publisher that sends more than was requested: put onBackpressureBuffer behind it");
    }

    private Lane lane(ClientId sender) {
        Lane lane = lanes.get(sender);
        return lane == null ? lanes.computeIfAbsent(sender, Lane::new) : lane;
    }

    private void add(Lane lane, Incoming incoming, @Nullable EventSource source) {
        queued.incrementAndGet();
        lane.add(incoming, source);
        makeReady(lane);
    }

    private void makeReady(Lane lane) {
        if (lane.isReady.compareAndSet(false, true)) {
            ready.add(lane);
        }
    }

    private static boolean reserve(AtomicInteger used, int bound) {
        if (used.incrementAndGet() > bound) {
            used.decrementAndGet();
            return false;
        }
        return true;
    }

    /**
     * How many events wait.
     *
     * @return the number now, at least 0
     */
    public int size() {
        return queued.get();
    }

    /** How many senders are remembered. */
    int senders() {
        return lanes.size();
    }

    /**
     * How many events found no room, or came after {@link #close()}.
     *
     * @return the number since the inbox was made
     */
    public long droppedCount() {
        return noRoom.count() + afterClose.get();
    }

    /** Cancels every publisher and refuses what is offered from now on. Events that have arrived stay. */
    public void close() {
        closed = true;
        lanes.values().forEach(lane -> lane.sources.forEach(EventSource::dispose));
        unkeyed.forEach(EventSource::dispose);
    }
}
