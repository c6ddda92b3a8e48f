package io.rxgase.server;

import io.reactivex.rxjava3.core.BackpressureOverflowStrategy;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.internal.guard.Guard;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Fans lifecycle events out so that none is lost and a late subscriber first hears of the clients that are there.
 *
 * <p>Publishing, subscribing and leaving are commands of one queue, worked off by whichever thread comes first; so a
 * subscriber's list of present clients and the events after it have no gap and no overlap, without a lock being
 * held while subscribers run. The queue holds no more than the threads that publish at this moment put there. One who leaves is
 * forgotten at once, and one who throws is, too.
 */
final class LifecycleHub {
    /** A subscriber that is this many events behind is ended with a MissingBackpressureException. */
    static final int MAX_BEHIND = 65_536;

    private static final String SUBSCRIBER = "a subscriber of clients()";

    private final Guard guard;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Map<ClientId, ClientEvent.Joined> present = new LinkedHashMap<>();
    private final Set<FlowableEmitter<ClientEvent>> subscribers = new LinkedHashSet<>();
    private boolean complete;

    LifecycleHub() {
        this(new Guard(LoggerFactory.getLogger(LifecycleHub.class)));
    }

    /** Reports subscribers that throw to that guard. */
    LifecycleHub(Guard guard) {
        this.guard = guard;
    }

    /** Everyone who is there, then everything that happens. Buffers up to {@link #MAX_BEHIND} events per subscriber. */
    Flowable<ClientEvent> events() {
        Flowable<ClientEvent> events = Flowable.<ClientEvent>create(
                        emitter -> run(() -> attach(emitter)), BackpressureStrategy.MISSING)
                .onBackpressureBuffer(MAX_BEHIND, () -> {}, BackpressureOverflowStrategy.ERROR);
        // Also around what is delivered when a subscriber asks: it would stay here, with a buffer that fills.
        return guard.stream(SUBSCRIBER, events);
    }

    void publish(ClientEvent event) {
        run(() -> {
            if (event instanceof ClientEvent.Joined joined) {
                present.put(joined.client(), joined);
            } else {
                present.remove(event.client());
            }
            toAll(subscriber -> subscriber.onNext(event));
        });
    }

    void complete() {
        run(() -> {
            complete = true;
            toAll(FlowableEmitter::onComplete);
            subscribers.clear();
        });
    }

    /** How many are subscribed; for tests, while nothing happens. */
    int subscribers() {
        return subscribers.size();
    }

    private void toAll(Consumer<FlowableEmitter<ClientEvent>> signal) {
        subscribers.removeIf(subscriber -> !guard.call(SUBSCRIBER, () -> signal.accept(subscriber)));
    }

    private void attach(FlowableEmitter<ClientEvent> subscriber) {
        boolean listens = guard.call(SUBSCRIBER, () -> {
            for (ClientEvent.Joined joined : present.values()) {
                subscriber.onNext(joined);
            }
            if (complete) {
                subscriber.onComplete();
            }
        });
        if (listens && !complete) {
            subscribers.add(subscriber);
            // Called at once if it has left meanwhile.
            subscriber.setCancellable(() -> run(() -> subscribers.remove(subscriber)));
        }
    }

    private void run(Runnable command) {
        commands.add(command);
        if (pending.getAndIncrement() != 0) {
            return;
        }
        do {
            Runnable next = commands.poll();
            if (next != null) {
                guard.call("the lifecycle of clients", next::run);
            }
        } while (pending.decrementAndGet() != 0);
    }
}
