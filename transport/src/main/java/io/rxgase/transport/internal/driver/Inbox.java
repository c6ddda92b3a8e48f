package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.internal.guard.Outcome;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * What arrived and was not taken yet, for one subscriber at a time. It outlives its subscribers: what arrives between two of them
 * waits for the next one.
 *
 * @param <T> what arrives
 */
abstract class Inbox<T> extends Flowable<T> implements Outlet.Supply<T> {
    private final EndpointDriver driver;
    private final String name;

    private @Nullable Outlet<T> outlet;
    private boolean complete;

    /**
     * An inbox without a subscriber.
     *
     * @param name for the message that a second subscriber gets
     */
    Inbox(EndpointDriver driver, String name) {
        this.driver = driver;
        this.name = name;
    }

    @Override
    protected final void subscribeActual(Subscriber<? super T> subscriber) {
        if (Outcome.waitsForItself(driver::isOnLoop)) {
            Flowable.<T>error(Outcome.refusal(name)).subscribe(subscriber);
            return;
        }
        Outlet<T> newcomer = new Outlet<>(driver, subscriber, this);
        subscriber.onSubscribe(newcomer);
        driver.command(() -> attach(newcomer));
    }

    private void attach(Outlet<T> newcomer) {
        if (outlet != null) {
            newcomer.fail(new IllegalStateException(
                    name + " has a subscriber already: share one subscription, for example with publish().refCount()"));
            return;
        }
        outlet = newcomer;
        newcomer.attach();
    }

    @Override
    public final String name() {
        return name;
    }

    /** Something was added, or the subscriber may have gone on; on the loop. */
    final void drain() {
        if (outlet != null) {
            outlet.drain();
        }
    }

    /** Nothing will arrive any more; on the loop. */
    final void complete() {
        complete = true;
        drain();
    }

    @Override
    public final boolean isOver() {
        return complete;
    }

    @Override
    public final void detached(Outlet<T> gone) {
        if (outlet == gone) {
            outlet = null;
        }
    }
}
