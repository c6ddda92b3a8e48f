package io.rxgase.core.loop;

import io.rxgase.core.internal.guard.Guard;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts what is refused or dropped where no caller hears of it, and tells the log: at the first, the tenth, the hundredth and so on, each
 * time with the count and the remedy.
 *
 * <pre>{@code
 * RefusalLog unheard = new RefusalLog(log, "events that nobody listens to", "subscribe to events()");
 *
 * unheard.add("of type " + event.type());
 * }</pre>
 *
 * <p>Needs no clock, so that it tells the same in virtual time. Any thread.
 */
public final class RefusalLog {
    /** How much of a text that somebody else chose is logged. */
    private static final int MAX_TEXT_LENGTH = 300;

    private final Logger log;
    private final String what;
    private final String remedy;
    private final AtomicLong count = new AtomicLong();

    /**
     * Nothing counted yet.
     *
     * @param log where it is told, as a warning
     * @param what is refused, in the plural
     * @param remedy what its reader can do
     */
    public RefusalLog(Logger log, String what, String remedy) {
        this.log = Objects.requireNonNull(log, "log");
        this.what = Objects.requireNonNull(what, "what");
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /**
     * Counts one.
     *
     * @param subject whom or what it concerns
     */
    public void add(Object subject) {
        add(1, subject, null);
    }

    /**
     * Counts one that was refused because something was thrown; the first is told with its stack.
     *
     * @param subject whom or what it concerns
     * @param cause what was thrown
     */
    public void add(Object subject, Throwable cause) {
        add(1, subject, Guard.legible(cause));
    }

    /**
     * Counts some.
     *
     * @param number how many; at least 0
     * @param subject whom or what the last of them concerns
     */
    public void add(int number, Object subject) {
        add(number, subject, null);
    }

    /** Counts one that the log is told of elsewhere. */
    public void addTold() {
        count.incrementAndGet();
    }

    private void add(int number, Object subject, @Nullable Throwable cause) {
        long after = count.addAndGet(number);
        if (digits(after) == digits(after - number)) {
            return;
        }
        String latest = clean(cause == null ? String.valueOf(subject) : subject + ": " + cause);
        if (after == number && cause != null) {
            log.warn("{} {}, the latest {}; {}", after, what, latest, remedy, cause);
        } else {
            log.warn("{} {}, the latest {}; {}", after, what, latest, remedy);
        }
    }

    /** One more at each tenfold; 0 has none. */
    private static int digits(long number) {
        int digits = 0;
        for (long rest = number; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static String clean(String text) {
        String shortened = text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH) + "…";
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * How many were counted.
     *
     * @return a count since it was made
     */
    public long count() {
        return count.get();
    }
}
