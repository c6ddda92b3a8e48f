package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * Sends what one publisher emits and asks it for no more than the connection can take. Its signals come from any thread and
 * become commands; everything else happens on the loop.
 *
 * <p>It is asked for one message at a time: how large that is shows when it comes. If it does not fit into what
 * the connection may hold, it waits here, and nothing more is asked for. So what a publisher emitted beyond the connection's
 * budget is one message, never more.
 */
final class PublisherSending implements FlowableSubscriber<byte[]>, Disposable {
    private final Outbox outbox;
    private final Channel channel;
    private final CompletableObserver observer;
    private final Part part = new Part();

    private volatile boolean disposed;

    private @Nullable Subscription upstream;
    private boolean asked;
    private byte @Nullable [] waiting;
    private long inFlight;
    private boolean upstreamComplete;
    private boolean finished;

    /** The observer must not throw. */
    PublisherSending(Outbox outbox, Channel channel, CompletableObserver observer) {
        this.outbox = outbox;
        this.channel = channel;
        this.observer = observer;
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
            outbox.driver().guard().call("a publisher's subscription", subscription::cancel);
            return;
        }
        upstream = subscription;
        outbox.add(channel, this);
    }

    /**
     * Asks for the next message, if none is expected.
     *
     * @param credit how many more messages the channel may be asked for, by all its publishers together
     */
    void ask(long credit) {
        if (waiting != null) {
            if (sendWaiting()) {
                outbox.askPublishers(channel.id());
            }
            return;
        }
        Subscription current = upstream;
        if (finished || upstreamComplete || asked || credit <= 0 || current == null) {
            return;
        }
        asked = true;
        try {
            current.request(1);
        } catch (Throwable thrown) {
            finish(thrown, true);
        }
    }

    /** Sends what waits for room. Returns false if it has to wait on. */
    private boolean sendWaiting() {
        byte[] payload = waiting;
        if (payload == null || !outbox.transmitAsked(channel, payload, part)) {
            return false;
        }
        waiting = null;
        return true;
    }

    /** How many messages were asked for and have not come yet. */
    long ahead() {
        return !finished && !upstreamComplete && asked ? 1 : 0;
    }

    private void received(byte[] payload) {
        if (finished) {
            return;
        }
        if (!asked) {
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
        asked = false;
        inFlight++;
        waiting = payload;
        if (sendWaiting()) {
            outbox.askPublishers(channel.id());
        }
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
        waiting = null;
        Subscription current = upstream;
        if (cancelUpstream && current != null) {
            outbox.driver().guard().call("a publisher's subscription", current::cancel);
        }
        outbox.remove(channel, this);
        if (disposed) {
            return;
        }
        disposed = true;
        if (error == null) {
            observer.onComplete();
        } else {
            observer.onError(error);
        }
    }

    /** Each of the messages. */
    private final class Part implements Ticket {
        @Override
        public void delivered() {
            inFlight--;
            completeWhenDelivered();
            outbox.askPublishers(channel.id());
        }

        @Override
        public void failed(DeliveryException cause) {
            inFlight--;
            finish(cause, true);
        }
    }
}
