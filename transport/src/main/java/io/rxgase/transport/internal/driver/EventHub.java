package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.internal.guard.Outcome;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Events for any number of subscribers, each at its own pace, none of them lost: a subscriber that falls further behind than
 * the bound is ended with an error, so that it knows.
 *
 * @param <T> the events
 */
final class EventHub<T> extends Flowable<T> {
    private final EndpointDriver driver;
    private final String name;
    private final int bound;
    private final Supplier<List<T>> greeting;
    private final Set<Seat> seats = new LinkedHashSet<>();
    private boolean over;
    private @Nullable Throwable failure;

    /**
     * A hub without subscribers.
     *
     * @param name for the message of the subscriber that fell behind
     * @param bound how many events may wait for one subscriber
     * @param greeting what a new subscriber gets first; called on the loop
     */
    EventHub(EndpointDriver driver, String name, int bound, Supplier<List<T>> greeting) {
        this.driver = driver;
        this.name = name;
        this.bound = bound;
        this.greeting = greeting;
    }

    @Override
    protected void subscribeActual(Subscriber<? super T> subscriber) {
        if (Outcome.waitsForItself(driver::isOnLoop)) {
            Flowable.<T>error(Outcome.refusal(name)).subscribe(subscriber);
            return;
        }
        Seat seat = new Seat(subscriber);
        subscriber.onSubscribe(seat.outlet);
        driver.command(seat::take);
    }

    /** Hands an event to all; on the loop. */
    void publish(T event) {
        for (Seat seat : List.copyOf(seats)) {
            seat.offer(event);
        }
    }

    /** Nothing will happen any more, and what ended it, unless that was asked for; on the loop. */
    void end(@Nullable Throwable cause) {
        over = true;
        failure = cause;
        for (Seat seat : List.copyOf(seats)) {
            seat.outlet.drain();
        }
    }

    /** The place of one subscriber, with what waits for it. */
    private final class Seat implements Outlet.Supply<T> {
        private final ArrayDeque<T> waiting = new ArrayDeque<>(2);
        private final Outlet<T> outlet;

        Seat(Subscriber<? super T> subscriber) {
            outlet = new Outlet<>(driver, subscriber, this);
        }

        void take() {
            seats.add(this);
            waiting.addAll(greeting.get());
            outlet.attach();
        }

        void offer(T event) {
            if (waiting.size() >= bound) {
                waiting.clear();
                outlet.fail(new IllegalStateException(name + ": the subscriber fell " + bound
                        + " events behind and was ended: request more, or move slow work to another scheduler"));
                return;
            }
            waiting.add(event);
            outlet.drain();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public @Nullable T poll() {
            return waiting.poll();
        }

        @Override
        public boolean hasWaiting() {
            return !waiting.isEmpty();
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public @Nullable Throwable failure() {
            return failure;
        }

        @Override
        public void taken(int count) {
            // Events come as they happen; taking them gives nobody credit.
        }

        @Override
        public void detached(Outlet<T> gone) {
            seats.remove(this);
            waiting.clear();
        }
    }
}
