package io.rxgase.transport.internal.guard;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Action;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Calls code of the application on an event loop. Whatever it throws is caught, counted and logged: an event loop serves many connections,
 * and none of them is to suffer for what another one's subscriber does. RxJava's operators can't be trusted with that, for they rethrow
 * what they take for fatal, a missing class or an overflown stack among it.
 *
 * <pre>{@code
 * if (!guard.call("a subscriber of events()", () -> subscriber.onNext(event))) {
 *     seats.remove(subscriber);
 * }
 * }</pre>
 *
 * <p>The log gets one line with a stack for each place and class of error, and another one at each tenfold of them; 64 places are told
 * apart. Any thread.
 */
public final class Guard {
    private static final int MAX_PLACES = 64;
    private static final int MAX_CAUSES = 32;

    private final Logger log;
    private final Map<String, AtomicLong> places = new ConcurrentHashMap<>();
    private final AtomicLong caught = new AtomicLong();

    /**
     * A guard that has caught nothing.
     *
     * @param log where faults are reported
     */
    public Guard(Logger log) {
        this.log = log;
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
    }

    private void report(String where, Throwable thrown) {
        String place = where + ' ' + thrown.getClass().getName();
        AtomicLong known = places.get(place);
        if (known == null) {
            known = places.computeIfAbsent(places.size() < MAX_PLACES ? place : "", unused -> new AtomicLong());
        }
        long count = known.incrementAndGet();
        if (count == 1) {
            log.error("{} threw, which must not happen; the others go on", where, legible(thrown));
        } else if (Tenfold.isReached(count)) {
            log.error(
                    "{} threw again, {} times by now: {}",
                    where,
                    count,
                    thrown.getClass().getName());
        }
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
     * How often something was thrown.
     *
     * @return a count since this guard was made
     */
    public long count() {
        return caught.get();
    }
}
