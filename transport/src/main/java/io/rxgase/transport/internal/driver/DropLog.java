package io.rxgase.transport.internal.driver;

import io.rxgase.transport.internal.protocol.DropCounts;
import io.rxgase.transport.internal.protocol.DropRule;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one driver and its machine drop or refuse, told in the log: for each rule that has a remedy one line a moment after the first
 * time, so that a burst is one line with its count, then one with what has come since, after 10 seconds, 100, and so on up to an hour.
 */
@SuppressWarnings("EnumOrdinal") // an index within the process
final class DropLog {
    /** How long a burst is waited for. */
    static final long BURST_NANOS = 100_000_000L;

    private static final long FIRST_PAUSE_NANOS = 10_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 3_600_000_000_000L;
    private static final DropRule[] RULES = DropRule.values();

    private static final Logger LOG = LoggerFactory.getLogger(DropLog.class);

    private final EndpointDriver driver;
    private final DropCounts machine;

    /** What the driver itself counts; any thread. */
    private final AtomicLongArray own = new AtomicLongArray(RULES.length);

    private final AtomicReferenceArray<Object> latest = new AtomicReferenceArray<>(RULES.length);
    private final AtomicBoolean isNews = new AtomicBoolean();
    private final AtomicBoolean readingQueued = new AtomicBoolean();
    private volatile Map<String, Long> reading = Map.of();

    private final long[] told = new long[RULES.length];
    private final long[] pauseNanos = new long[RULES.length];
    private final long[] silentUntilNanos = new long[RULES.length];
    private long seen;
    private long dueNanos = EndpointMachine.NEVER;

    DropLog(EndpointDriver driver, DropCounts machine) {
        this.driver = driver;
        this.machine = machine;
    }

    /**
     * Counts something that the driver dropped or refused; any thread.
     *
     * @param subject whom it concerns, shown in the log
     */
    void add(DropRule rule, Object subject) {
        own.incrementAndGet(rule.ordinal());
        latest.lazySet(rule.ordinal(), subject);
        if (isNews.compareAndSet(false, true)) {
            driver.command(() -> {}); // the pump looks here before it ends
        }
    }

    /** All counts by the name of the rule; of this moment on the loop, elsewhere of the moment of the call before. */
    Map<String, Long> read() {
        if (driver.enter()) {
            try {
                readNow();
            } finally {
                driver.leave();
            }
        } else if (readingQueued.compareAndSet(false, true)) {
            driver.command(() -> {
                readingQueued.set(false);
                readNow();
            });
        }
        return reading;
    }

    // ---- on the loop

    private void readNow() {
        Map<String, Long> all = new TreeMap<>();
        for (DropRule rule : RULES) {
            if (count(rule) > 0) {
                all.put(rule.name(), count(rule));
            }
        }
        reading = Map.copyOf(all);
    }

    private long count(DropRule rule) {
        return machine.of(rule) + own.get(rule.ordinal());
    }

    /** When {@link #look} has something to tell. */
    long dueNanos() {
        return dueNanos;
    }

    /** Looks whether something was dropped, and tells what is due. */
    void look(long nowNanos) {
        long logged = machine.logged();
        if (logged != seen || isNews.get()) {
            seen = logged;
            isNews.set(false);
            dueNanos = Math.min(dueNanos, nowNanos + BURST_NANOS);
        }
        if (nowNanos >= dueNanos) {
            tell(nowNanos, false);
        }
    }

    /** Tells what has not been told, as there is no later. */
    void end(long nowNanos) {
        tell(nowNanos, true);
    }

    private void tell(long nowNanos, boolean isEnd) {
        dueNanos = EndpointMachine.NEVER;
        for (DropRule rule : RULES) {
            int i = rule.ordinal();
            if (!rule.isLogged() || count(rule) == told[i]) {
                continue;
            }
            if (isEnd || pauseNanos[i] == 0 || nowNanos >= silentUntilNanos[i]) {
                pauseNanos[i] =
                        pauseNanos[i] == 0 ? FIRST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, 10 * pauseNanos[i]);
                silentUntilNanos[i] = nowNanos + pauseNanos[i];
                tell(rule, count(rule));
            } else {
                dueNanos = Math.min(dueNanos, silentUntilNanos[i]);
            }
        }
    }

    private void tell(DropRule rule, long count) {
        int i = rule.ordinal();
        Object subject = latest.get(i);
        LOG.warn(
                "{}: {} {}{} ({} in all, counted as {}): {}",
                driver.localAddress(),
                count - told[i],
                rule.what(),
                subject == null ? "" : ", the latest: " + subject,
                count,
                rule,
                rule.remedy());
        told[i] = count;
    }
}
