package io.rxgase.core.internal.guard;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.disposables.Disposable;

/** An outcome of ours, with a guard around each of its observers. */
final class GuardedOutcome extends Completable {
    private final Guard guard;
    private final String where;
    private final Completable source;

    GuardedOutcome(Guard guard, String where, Completable source) {
        this.guard = guard;
        this.where = where;
        this.source = source;
    }

    @Override
    protected void subscribeActual(CompletableObserver observer) {
        source.subscribe(new CompletableObserver() {
            @Override
            public void onSubscribe(Disposable disposable) {
                if (!guard.call(where, () -> observer.onSubscribe(disposable))) {
                    disposable.dispose();
                }
            }

            @Override
            public void onComplete() {
                guard.call(where, observer::onComplete);
            }

            @Override
            public void onError(Throwable error) {
                guard.call(where, () -> observer.onError(error));
            }
        });
    }
}
