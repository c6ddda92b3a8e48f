package io.rxgase.transport.internal.guard;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A stream of ours, with a guard around each of its subscribers: one that throws is cancelled (reactive-streams rule 2.13). */
final class GuardedStream<T> extends Flowable<T> {
    private final Guard guard;
    private final String where;
    private final Flowable<T> source;

    GuardedStream(Guard guard, String where, Flowable<T> source) {
        this.guard = guard;
        this.where = where;
        this.source = source;
    }

    @Override
    protected void subscribeActual(Subscriber<? super T> subscriber) {
        source.subscribe(new Guarded(subscriber));
    }

    private final class Guarded implements FlowableSubscriber<T> {
        private final Subscriber<? super T> subscriber;
        private @Nullable Subscription upstream;
        private boolean thrown;

        Guarded(Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            if (!guard.call(where, () -> subscriber.onSubscribe(subscription))) {
                end();
            }
        }

        @Override
        public void onNext(T element) {
            if (!thrown && !guard.call(where, () -> subscriber.onNext(element))) {
                end();
            }
        }

        @Override
        public void onError(Throwable error) {
            if (!thrown) {
                guard.call(where, () -> subscriber.onError(error));
            }
        }

        @Override
        public void onComplete() {
            if (!thrown) {
                guard.call(where, subscriber::onComplete);
            }
        }

        private void end() {
            thrown = true;
            Subscription subscription = upstream;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
