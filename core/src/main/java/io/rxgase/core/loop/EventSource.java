package io.rxgase.core.loop;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.ResourceSubscriber;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.internal.guard.Guard;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A publisher that is attached to an {@link Inbox}: asks it for as many events as there is room for. */
final class EventSource extends ResourceSubscriber<Incoming> {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final Inbox inbox;
    /** Null if the events are of many senders. */
    final @Nullable Lane lane;

    private final AtomicLong requested;
    /** Belongs to the publisher, which calls one at a time. */
    private long received;
    /** Belongs to the loop thread. */
    private int consumed;

    EventSource(Inbox inbox, @Nullable Lane lane, int window) {
        this.inbox = inbox;
        this.lane = lane;
        this.requested = new AtomicLong(window);
        add(Disposable.fromAction(() -> inbox.ended(this)));
    }

    @Override
    protected void onStart() {
        request(requested.get());
    }

    @Override
    public void onNext(Incoming incoming) {
        if (isDisposed()) {
            return;
        }
        if (received == requested.get()) {
            // The publisher ignores demand, so that there is no way not to drop.
            inbox.refused();
            return;
        }
        received++;
        inbox.arrived(incoming, this);
    }

    /** Counts an event that the loop has taken; true for the first since {@link #requestConsumed}. */
    boolean consumed() {
        return consumed++ == 0;
    }

    void requestConsumed() {
        int room = consumed;
        consumed = 0;
        requested.addAndGet(room);
        request(room);
    }

    @Override
    public void onComplete() {
        dispose();
    }

    @Override
    public void onError(Throwable error) {
        dispose();
        log.warn(
                "The events of {} ended with an error",
                lane == null ? "many senders" : lane.sender,
                Guard.legible(error));
    }
}
