package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.internal.guard.Outcome;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way, and its outcome for those who ask. It is sent whether or not anybody does; the subject that serves several
 * observers is made only for the first of them.
 */
final class Sending extends Completable implements Runnable, Ticket {
    private static final Object DELIVERED = new Object();
    private static final AtomicReferenceFieldUpdater<Sending, @Nullable Object> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Sending.class, Object.class, "state");

    private final Outbox outbox;
    private final Channel channel;
    private final byte[] payload;
    private final SendOptions options;

    /** Null while nobody asks, a {@link CompletableSubject} while somebody does, then {@link #DELIVERED} or the exception. */
    private volatile @Nullable Object state;

    Sending(Outbox outbox, Channel channel, byte[] payload, SendOptions options) {
        this.outbox = outbox;
        this.channel = channel;
        this.payload = payload;
        this.options = options;
    }

    /** The command: hands the message to the machine; on the loop. */
    @Override
    public void run() {
        outbox.handedOver(channel, payload, options, this);
    }

    @Override
    public void delivered() {
        settle(DELIVERED);
    }

    @Override
    public void failed(DeliveryException cause) {
        settle(cause);
    }

    private void settle(Object outcome) {
        Object asked = STATE.getAndSet(this, outcome);
        if (asked instanceof CompletableSubject subject) {
            settled(outcome).subscribe(subject);
        }
    }

    @Override
    protected void subscribeActual(CompletableObserver downstream) {
        EndpointDriver driver = outbox.driver();
        if (state == null && Outcome.waitsForItself(driver::isOnLoop)) {
            Completable.error(Outcome.refusal("send")).subscribe(downstream);
            return;
        }
        CompletableObserver observer = Outcome.guarded(driver.guard(), "send", downstream);
        Object current = state;
        if (current == null) {
            CompletableSubject subject = CompletableSubject.create();
            current = STATE.compareAndSet(this, null, subject) ? subject : state;
        }
        if (current instanceof CompletableSubject subject) {
            // A subject that has ended meanwhile repeats its end.
            subject.subscribe(observer);
        } else {
            settled(current).subscribe(observer);
        }
    }

    private static Completable settled(@Nullable Object outcome) {
        return outcome instanceof DeliveryException cause ? Completable.error(cause) : Completable.complete();
    }
}
