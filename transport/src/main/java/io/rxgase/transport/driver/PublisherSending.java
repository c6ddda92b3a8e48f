package io.rxgase.transport.driver;

import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * Sends what one publisher emits and asks it for no more than the connection can take. Its signals come from any thread and
 * become commands; everything else happens on the loop.
 *
 * <p>Credit is a count of messages; memory is bytes. So the count asked for ahead is also limited by how many
 * messages of the largest size seen fit into the byte budget: one to begin with, never more than {@link #MAX_AHEAD}.
 */
final class PublisherSending implements FlowableSubscriber<byte[]>, Disposable {
    /** How many messages a publisher is asked for ahead, at most. */
    static final int MAX_AHEAD = 64;

    private final Outbox outbox;
    private final Channel channel;
    private final CompletableObserver observer;
    private final long budgetBytes;

    private volatile boolean disposed;

    private @Nullable Subscription upstream;
    private long ahead;
    private long inFlight;
    private long inFlightBytes;
    private int largest;
    private boolean upstreamComplete;
    private boolean finished;

    PublisherSending(Outbox outbox, Channel channel, CompletableObserver observer, long budgetBytes) {
        this.outbox = outbox;
        this.channel = channel;
        this.observer = observer;
        this.budgetBytes = budgetBytes;
    }

    // ---- signals, from any thread

    @Override
    public void onSubscribe(Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        outbox.driver().command(() -> subscribed(subscription));
    }

    @Override
    public void onNext(byte[] payload) {
        Objects.requireNonNull(payload, "payload");
        outbox.driver().command(() -> received(payload));
    }

    @Override
    public void onError(Throwable error) {
        Objects.requireNonNull(error, "error");
        outbox.driver().command(() -> finish(error, false));
    }

    @Override
    public void onComplete() {
        outbox.driver().command(() -> {
            upstreamComplete = true;
            completeWhenDelivered();
        });
    }

    @Override
    public void dispose() {
        disposed = true;
        outbox.driver().command(() -> finish(null, true));
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    // ---- on the loop

    private void subscribed(Subscription subscription) {
        if (upstream != null || finished) {
            subscription.cancel();
            return;
        }
        upstream = subscription;
        outbox.add(channel, this);
    }

    /**
     * Asks for as much as is allowed.
     *
     * @param credit how many more messages the channel may be asked for, by all its publishers together
     */
    void ask(long credit) {
        long bySize = (budgetBytes - inFlightBytes) / (largest == 0 ? budgetBytes : Math.max(largest, 1024));
        long room = Math.min(credit, Math.min(MAX_AHEAD, Math.max(bySize, inFlight == 0 ? 1 : 0)) - ahead);
        // Not for every single message: while some are still expected, ask again when half of the room is free.
        if (finished || upstreamComplete || room <= 0 || room < ahead) {
            return;
        }
        ahead += room;
        Subscription current = upstream;
        if (current != null) {
            EndpointDriver.guarded(() -> current.request(room));
        }
    }

    /** How many messages were asked for and have not come yet. */
    long ahead() {
        return finished || upstreamComplete ? 0 : ahead;
    }

    private void received(byte[] payload) {
        if (finished) {
            return;
        }
        if (ahead == 0) {
            finish(
                    new IllegalStateException(
                            "the publisher emitted more than was requested (reactive-streams rule 1.1):"
                                    + " put onBackpressureBuffer or onBackpressureDrop before it"),
                    true);
            return;
        }
        IllegalArgumentException tooLarge = outbox.checkSize(payload);
        if (tooLarge != null) {
            finish(tooLarge, true);
            return;
        }
        ahead--;
        inFlight++;
        inFlightBytes += payload.length;
        largest = Math.max(largest, payload.length);
        outbox.transmit(channel, payload, SendOptions.DEFAULT, new Part(payload.length), true);
        outbox.askPublishers(channel.id());
    }

    /** The connection is over. */
    void connectionEnded(DeliveryException cause) {
        finish(cause, true);
    }

    private void completeWhenDelivered() {
        if (upstreamComplete && inFlight == 0) {
            finish(null, false);
        }
    }

    private void finish(@Nullable Throwable error, boolean cancelUpstream) {
        if (finished) {
            return;
        }
        finished = true;
        Subscription current = upstream;
        if (cancelUpstream && current != null) {
            EndpointDriver.guarded(current::cancel);
        }
        outbox.remove(channel, this);
        if (disposed) {
            return;
        }
        disposed = true;
        EndpointDriver.guarded(() -> {
            if (error == null) {
                observer.onComplete();
            } else {
                observer.onError(error);
            }
        });
    }

    /** One of the messages. */
    private final class Part implements Ticket {
        private final int bytes;

        Part(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public void delivered() {
            inFlight--;
            inFlightBytes -= bytes;
            completeWhenDelivered();
            outbox.askPublishers(channel.id());
        }

        @Override
        public void failed(DeliveryException cause) {
            inFlight--;
            inFlightBytes -= bytes;
            finish(cause, true);
        }
    }
}
