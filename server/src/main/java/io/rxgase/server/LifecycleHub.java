package io.rxgase.server;

import io.reactivex.rxjava3.core.BackpressureOverflowStrategy;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.rxgase.core.event.ClientId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fans lifecycle events out so that none is lost and a late subscriber first hears of the clients that are there.
 *
 * <p>Publishing and subscribing are both commands of one queue, worked off by whichever thread comes first; so a
 * subscriber's list of present clients and the events after it have no gap and no overlap, without a lock being
 * held while subscribers run. The queue holds no more than the threads that publish at this moment put there.
 */
final class LifecycleHub {
    /** A subscriber that is this many events behind is ended with a MissingBackpressureException. */
    static final int MAX_BEHIND = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleHub.class);

    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Map<ClientId, ClientEvent.Joined> present = new LinkedHashMap<>();
    private final List<FlowableEmitter<ClientEvent>> subscribers = new ArrayList<>();
    private boolean complete;

    /** Everyone who is there, then everything that happens. Buffers up to {@link #MAX_BEHIND} events per subscriber. */
    Flowable<ClientEvent> events() {
        return Flowable.<ClientEvent>create(emitter -> run(() -> attach(emitter)), BackpressureStrategy.MISSING)
                .onBackpressureBuffer(MAX_BEHIND, () -> {}, BackpressureOverflowStrategy.ERROR);
    }

    void publish(ClientEvent event) {
        run(() -> {
            if (event instanceof ClientEvent.Joined joined) {
                present.put(joined.client(), joined);
            } else {
                present.remove(event.client());
            }
            subscribers.removeIf(FlowableEmitter::isCancelled);
            for (FlowableEmitter<ClientEvent> subscriber : subscribers) {
                guarded(() -> subscriber.onNext(event));
            }
        });
    }

    void complete() {
        run(() -> {
            complete = true;
            subscribers.forEach(subscriber -> guarded(subscriber::onComplete));
            subscribers.clear();
        });
    }

    private void attach(FlowableEmitter<ClientEvent> subscriber) {
        for (ClientEvent.Joined joined : present.values()) {
            guarded(() -> subscriber.onNext(joined));
        }
        if (complete) {
            guarded(subscriber::onComplete);
        } else {
            subscribers.add(subscriber);
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
                next.run();
            }
        } while (pending.decrementAndGet() != 0);
    }

    // A subscriber that throws must not take the lifecycle of all others with it.
    private static void guarded(Runnable emission) {
        try {
            emission.run();
        } catch (RuntimeException e) {
            LOG.warn("A subscriber of clients() threw; it may miss this event", e);
        }
    }
}
