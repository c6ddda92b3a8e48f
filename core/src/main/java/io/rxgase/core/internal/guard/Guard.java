package io.rxgase.core.internal.guard;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Action;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;

/**
 * Calls code that is not ours. Whatever it throws is caught, counted and logged, and goes no further: not into a loop, not into another
 * subscriber. RxJava's operators can't be trusted with that, for they rethrow what they take for fatal, a missing class or an overflown
 * stack among it.
 *
 * <pre>{@code
 * private final Guard guard = new Guard(log);
 *
 * for (Subscriber<? super T> subscriber : subscribers) {
 *     if (!guard.call("a subscriber of clients()", () -> subscriber.onNext(event))) {
 *         subscribers.remove(subscriber);
 *     }
 * }
 * }</pre>
 *
 * <p>The one exception is an error of the virtual machine itself, other than an overflown stack: nobody can tell what it has left half
 * done, so that it goes to the {@code fatal} consumer beside the log.
 *
 * <p>The log gets one line with a stack for each place and class of error, and another one at each tenfold of them; 64 places are told
 * apart. Any thread.
 */
public final class Guard {
    private static final int MAX_PLACES = 64;
    private static final int MAX_CAUSES = 32;

    private final Logger log;
    private final Consumer<? super VirtualMachineError> fatal;
    private final Map<String, AtomicLong> places = new ConcurrentHashMap<>();
    private final AtomicLong caught = new AtomicLong();

    /**
     * A guard that rethrows a fatal error on the thread that met it.
     *
     * @param log where faults are reported
     */
    public Guard(Logger log) {
        this(log, error -> {
            throw error;
        });
    }

    /**
     * A guard with a say in what a fatal error ends.
     *
     * @param log where faults are reported
     * @param fatal gets each fatal error, on the thread that met it; what it throws gets out of the guard
     */
    public Guard(Logger log, Consumer<? super VirtualMachineError> fatal) {
        this.log = log;
        this.fatal = fatal;
    }

    /**
     * Whether a game does not survive an error.
     *
     * @param error what was thrown
     * @return true for errors of the virtual machine, such as {@link OutOfMemoryError}, but for {@link StackOverflowError}
     */
    public static boolean isFatal(Throwable error) {
        return error instanceof VirtualMachineError && !(error instanceof StackOverflowError);
    }

    /**
     * An error as logs and messages can take it. The text of a game's own error is made by the game's code, which may throw once more.
     *
     * @param error what was thrown
     * @return the error itself; if its text, or that of a cause, can't be had: one with its class and stack instead
     */
    public static Throwable legible(Throwable error) {
        try {
            Throwable each = error;
            for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
                Objects.requireNonNull(each.toString());
                each = each.getCause();
            }
            return error;
        } catch (Throwable textless) {
            RuntimeException instead = new RuntimeException(error.getClass().getName() + ", whose text can't be had");
            instead.setStackTrace(error.getStackTrace());
            return instead;
        }
    }

    /**
     * Calls it.
     *
     * @param where whose code it is, for people
     * @param code what to call
     * @return false if it threw
     */
    public boolean call(String where, Action code) {
        try {
            code.run();
            return true;
        } catch (Throwable thrown) {
            caught(where, thrown);
            return false;
        }
    }

    /**
     * Reports what was caught elsewhere.
     *
     * @param where whose code it was, for people
     * @param thrown what it threw
     */
    public void caught(String where, Throwable thrown) {
        caught.incrementAndGet();
        try {
            report(where, thrown);
        } catch (Throwable alsoThrown) {
            // A broken logger: there is nobody left to tell.
            caught.incrementAndGet();
        }
        if (thrown instanceof VirtualMachineError error && isFatal(error)) {
            fatal.accept(error);
        }
    }

    private void report(String where, Throwable thrown) {
        String place = where + ' ' + thrown.getClass().getName();
        AtomicLong known = places.get(place);
        if (known == null) {
            known = places.size() < MAX_PLACES
                    ? places.computeIfAbsent(place, unused -> new AtomicLong())
                    : places.computeIfAbsent("", unused -> new AtomicLong());
        }
        long count = known.incrementAndGet();
        if (count == 1) {
            log.error("{} threw, which must not happen; the others go on", where, legible(thrown));
        } else if (isPowerOfTen(count)) {
            log.error(
                    "{} threw again, {} times by now: {}",
                    where,
                    count,
                    thrown.getClass().getName());
        }
    }

    private static boolean isPowerOfTen(long count) {
        long rest = count;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    /**
     * How often something was thrown.
     *
     * @return a count since this guard was made
     */
    public long count() {
        return caught.get();
    }

    /**
     * A stream whose subscribers may throw: one that does is cancelled and reported, and the source does not notice.
     *
     * @param where whose subscribers they are, for people
     * @param source the stream
     * @param <T> its elements
     * @return the same elements with the same demand
     */
    public <T> Flowable<T> stream(String where, Flowable<T> source) {
        return new GuardedStream<>(this, where, source);
    }

    /**
     * An outcome whose observers may throw: one that does is reported, and the source does not notice.
     *
     * @param where whose observers they are, for people
     * @param source the outcome
     * @return the same outcome
     */
    public Completable outcome(String where, Completable source) {
        return new GuardedOutcome(this, where, source);
    }

    /**
     * A publisher that is not ours: what it throws becomes the error of the stream, and its cancellation never throws.
     *
     * @param where whose publisher it is, for people
     * @param source the publisher
     * @param <T> its elements
     * @return the same elements with the same demand
     */
    public <T> Flowable<T> source(String where, Publisher<T> source) {
        return new GuardedSource<>(this, where, source);
    }
}
