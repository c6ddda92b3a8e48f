package io.rxgase.core.internal.guard;

import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A publisher that is not ours, with a guard around each call of it. What it throws is reported by the error of the stream. */
final class GuardedSource<T> extends Flowable<T> {
    private final Guard guard;
    private final String where;
    private final Publisher<T> source;

    GuardedSource(Guard guard, String where, Publisher<T> source) {
        this.guard = guard;
        this.where = where;
        this.source = source;
    }

    @Override
    protected void subscribeActual(Subscriber<? super T> subscriber) {
        Link link = new Link(subscriber);
        try {
            source.subscribe(link);
        } catch (Throwable thrown) {
            link.broken(thrown);
        }
    }

    private final class Link implements Subscriber<T>, Subscription {
        private final Subscriber<? super T> downstream;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable Subscription upstream;

        Link(Subscriber<? super T> downstream) {
            this.downstream = downstream;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (upstream != null) {
                guard.call(where, subscription::cancel);
                return;
            }
            upstream = subscription;
            downstream.onSubscribe(this);
        }

        @Override
        public void onNext(T element) {
            if (!over.get()) {
                downstream.onNext(element);
            }
        }

        @Override
        public void onError(Throwable error) {
            if (over.compareAndSet(false, true)) {
                downstream.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (over.compareAndSet(false, true)) {
                downstream.onComplete();
            }
        }

        @Override
        public void request(long n) {
            Subscription subscription = upstream;
            if (over.get() || subscription == null) {
                return;
            }
            try {
                subscription.request(n);
            } catch (Throwable thrown) {
                guard.call(where, subscription::cancel);
                broken(thrown);
            }
        }

        @Override
        public void cancel() {
            Subscription subscription = upstream;
            if (over.compareAndSet(false, true) && subscription != null) {
                guard.call(where, subscription::cancel);
            }
        }

        /** The publisher threw; a fatal error is the guard's, too. */
        private void broken(Throwable thrown) {
            boolean first = over.compareAndSet(false, true);
            if (upstream == null) {
                upstream = this;
                downstream.onSubscribe(this);
            }
            if (first) {
                downstream.onError(thrown);
            }
            if (Guard.isFatal(thrown)) {
                guard.caught(where, thrown);
            }
        }
    }
}
