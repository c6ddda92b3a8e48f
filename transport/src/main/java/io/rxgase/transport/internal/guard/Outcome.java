package io.rxgase.transport.internal.guard;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.MaybeSource;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * What was asked for, as its observers see it. An observer that throws is reported and harms nobody; one that would block the very event
 * loop that has to bring the outcome about gets an {@link IllegalStateException} instead of waiting for ever.
 *
 * <pre>{@code
 * return Outcome.of(guard, "send", subject, loop::isOnLoop);
 * }</pre>
 *
 * <p>Blocking is seen by the calls that lead to the subscription, so that operators between hide nothing as long as they subscribe at
 * once. Any thread.
 */
public final class Outcome {
    /** More calls than that between somebody who blocks and us are not looked at. */
    private static final int MOST_FRAMES = 64;

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final String OURS = "io.rxgase.transport.";

    private static final List<Class<?>> STREAMS = List.of(
            CompletableSource.class,
            SingleSource.class,
            MaybeSource.class,
            ObservableSource.class,
            Publisher.class,
            CompletableObserver.class,
            SingleObserver.class,
            MaybeObserver.class,
            Observer.class,
            Subscriber.class);

    private Outcome() {}

    /**
     * Puts a guard around all observers.
     *
     * @param guard where faults of observers are reported
     * @param what what was called, for messages
     * @param source the outcome
     * @param onLoop whether the calling thread is one that the outcome needs
     * @return the same outcome
     */
    public static Completable of(Guard guard, String what, Completable source, BooleanSupplier onLoop) {
        return new Completable() {
            @Override
            protected void subscribeActual(CompletableObserver observer) {
                if (waitsForItself(onLoop)) {
                    Completable.error(refusal(what)).subscribe(observer);
                } else {
                    source.subscribe(new Guarded(guard, what, observer));
                }
            }
        };
    }

    /**
     * Refuses those who would block the loop; observers are the source's to guard.
     *
     * @param what what was called, for messages
     * @param source the outcome
     * @param onLoop whether the calling thread is one that the outcome needs
     * @return the same outcome
     */
    public static Completable of(String what, Completable source, BooleanSupplier onLoop) {
        return new Completable() {
            @Override
            protected void subscribeActual(CompletableObserver observer) {
                (waitsForItself(onLoop) ? Completable.error(refusal(what)) : source).subscribe(observer);
            }
        };
    }

    /**
     * Refuses those who would block the loop; observers are the source's to guard.
     *
     * @param what what was called, for messages
     * @param source the outcome
     * @param onLoop whether the calling thread is one that the outcome needs
     * @param <T> what comes of it
     * @return the same outcome
     */
    public static <T> Single<T> of(String what, SingleSource<T> source, BooleanSupplier onLoop) {
        return new Single<T>() {
            @Override
            protected void subscribeActual(SingleObserver<? super T> observer) {
                if (waitsForItself(onLoop)) {
                    Single.<T>error(refusal(what)).subscribe(observer);
                } else {
                    source.subscribe(observer);
                }
            }
        };
    }

    /**
     * A stream that nobody waits for in vain.
     *
     * @param what what was called, for messages
     * @param source the stream
     * @param inVain whether nothing can come while the calling thread waits
     * @param <T> its elements
     * @return the same elements
     */
    public static <T> Flowable<T> of(String what, Flowable<T> source, BooleanSupplier inVain) {
        return new Flowable<T>() {
            @Override
            protected void subscribeActual(Subscriber<? super T> subscriber) {
                (waitsForItself(inVain) ? Flowable.<T>error(refusal(what)) : source).subscribe(subscriber);
            }
        };
    }

    /**
     * Says what is wrong with waiting here.
     *
     * @param what what was called
     * @return the error for who waits
     */
    public static IllegalStateException refusal(String what) {
        return new IllegalStateException(
                what + " would wait for itself: this is the event loop that has to complete it. Subscribe instead"
                        + " of blocking, or leave the event loop before, with observeOn(scheduler)");
    }

    /**
     * Whether somebody up the stack is about to block the loop.
     *
     * @param onLoop whether the calling thread is one that the outcome needs
     * @return true if it would wait for ever
     */
    public static boolean waitsForItself(BooleanSupplier onLoop) {
        return onLoop.getAsBoolean()
                && STACK.walk(frames -> isBlocked(frames.limit(MOST_FRAMES).iterator()));
    }

    /**
     * Whether all calls up to one that blocks are ours, RxJava's, or of an operator that somebody has written and of what it calls in its own
     * package; beyond the first other one somebody blocks for something else.
     */
    private static boolean isBlocked(Iterator<StackWalker.StackFrame> innermostFirst) {
        String unknown = "";
        while (innermostFirst.hasNext()) {
            StackWalker.StackFrame frame = innermostFirst.next();
            Class<?> caller = frame.getDeclaringClass();
            if (!unknown.isEmpty() && !unknown.equals(caller.getPackageName())) {
                return false;
            } else if (!isStream(caller)) {
                unknown = caller.getPackageName();
            } else if (frame.getMethodName().startsWith("blocking")
                    || caller.getName().contains(".BlockingFlowable")) {
                return true;
            } else {
                unknown = "";
            }
        }
        return false;
    }

    private static boolean isStream(Class<?> caller) {
        return caller.getName().startsWith("io.reactivex.rxjava3.")
                || caller.getName().startsWith(OURS)
                || STREAMS.stream().anyMatch(type -> type.isAssignableFrom(caller));
    }

    /**
     * Puts a guard around one observer.
     *
     * @param guard where its faults are reported
     * @param what what was called, for messages
     * @param observer gets the outcome
     * @return gets the outcome and never throws
     */
    public static CompletableObserver guarded(Guard guard, String what, CompletableObserver observer) {
        return new Guarded(guard, what, observer);
    }

    private record Guarded(Guard guard, String what, CompletableObserver observer) implements CompletableObserver {
        @Override
        public void onSubscribe(Disposable disposable) {
            if (!guard.call(where(), () -> observer.onSubscribe(disposable))) {
                disposable.dispose();
            }
        }

        @Override
        public void onComplete() {
            guard.call(where(), observer::onComplete);
        }

        @Override
        public void onError(Throwable error) {
            guard.call(where(), () -> observer.onError(error));
        }

        private String where() {
            return "an observer of " + what + "()";
        }
    }
}
