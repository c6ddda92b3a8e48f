package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.transport.StateSource;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** What one client gets, and when. Asked on the event loop of its connection; rates may be set on any thread. */
final class ClientFeed<S> {
    private static final double NANOS_PER_SECOND = 1e9;

    // Places in the readings.
    private static final int HELD = 0;
    private static final int STATES = 1;
    private static final int BYTES = 2;

    private final StateFan<S> fan;
    private final ClientId client;
    private volatile double requestedRate;

    /** For {@link #reading}, which may be a moment late: written on the event loop only, without a fence for each frame. */
    private final AtomicLongArray readings = new AtomicLongArray(3);

    private final boolean remembers;
    private long dueNanos = Long.MIN_VALUE;
    private long sent = StateSource.NONE;
    private long sumsSent = -1;
    /** What the client was shown at which revision, oldest first, where that can't be told from the revision alone. */
    private final ArrayDeque<Baseline> sentBefore = new ArrayDeque<>();

    private final @Nullable Budget<S> budget;

    ClientFeed(StateFan<S> fan, ClientId client) {
        this.fan = fan;
        this.client = client;
        this.remembers = fan.remembersPerClient();
        readings.set(HELD, StateSource.NONE);
        this.budget = fan.options().budget() == 0 ? null : new Budget<>(fan.model(), fan.options(), client);
    }

    ClientId client() {
        return client;
    }

    /** The client asks for fewer states; 0 takes that back. */
    void request(double statesPerSecond) {
        requestedRate = statesPerSecond;
    }

    /** The frame that takes the client from a revision that it holds or will hold to the newest; null if it is not its turn. */
    StateSource.@Nullable Frame frame(Revision<S> revision, StateSource.Receiver receiver, long baseRevision) {
        long held = receiver.heldVersion();
        readings.lazySet(HELD, held);
        if (held == revision.number) {
            return null;
        } else if (!isDue(revision)) {
            fan.fallBehind();
            return null;
        }
        if (remembers) {
            forgetBefore(held);
        }
        Baseline base = base(baseRevision);
        Baseline now = remembers ? find(revision.number) : null;
        if (now != null && budget != null && !budget.mayRepeat(revision.number, base)) {
            fan.fallBehind();
            return null;
        }
        now = now != null ? now : next(base, revision, receiver);
        if (now == null) {
            fan.fallBehind();
            return null;
        }
        long sums = revision.number / fan.options().sumInterval();
        boolean withSum = base == null || sums > sumsSent;
        sumsSent = Math.max(sums, sumsSent);
        StateSource.Frame frame = revision.frame(base, now, withSum);
        count(STATES, 1);
        count(BYTES, frame.bytes().remaining());
        return frame;
    }

    private void count(int reading, long more) {
        readings.lazySet(reading, readings.getPlain(reading) + more);
    }

    /** What there is to say of the client; any thread. */
    FeedReading reading(long newest) {
        long held = readings.get(HELD);
        return new FeedReading(
                held == StateSource.NONE ? -1 : newest - held,
                budget == null ? 0 : budget.waiting(),
                fan.options().budget(),
                readings.get(STATES),
                readings.get(BYTES));
    }

    private void forgetBefore(long held) {
        while (!sentBefore.isEmpty() && sentBefore.getFirst().revision() < held) {
            sentBefore.removeFirst();
        }
    }

    private @Nullable Baseline base(long number) {
        if (number == StateSource.NONE) {
            return null;
        } else if (remembers) {
            return find(number);
        }
        Revision<S> base = fan.revision(number);
        return base == null ? null : fan.shownTo(client, base);
    }

    private @Nullable Baseline find(long revision) {
        for (Baseline one : sentBefore) {
            if (one.revision() == revision) {
                return one;
            }
        }
        return null;
    }

    private @Nullable Baseline next(@Nullable Baseline base, Revision<S> revision, StateSource.Receiver receiver) {
        Baseline shown = fan.shownTo(client, revision);
        if (budget != null) {
            shown = budget.choose(base, shown.joined(), revision, receiver.heldVersion(), receiver.bytesPerSecond());
            if (shown != null && budget.isWaiting()) {
                fan.fallBehind();
            }
        }
        if (shown != null && remembers) {
            sentBefore.addLast(shown);
            if (sentBefore.size() > fan.options().history()) {
                sentBefore.removeFirst();
            }
        }
        return shown;
    }

    /** Whether the rate allows a state now. One that was lost may be sent again at any time. */
    private boolean isDue(Revision<S> revision) {
        double rate = rate();
        if (rate == 0 || revision.number == sent) {
            sent = revision.number;
            return true;
        }
        long interval = (long) (NANOS_PER_SECOND / rate);
        long early = dueNanos == Long.MIN_VALUE ? Long.MIN_VALUE : dueNanos - revision.clockNanos;
        // The rate is kept on average: a tick that comes a little after its time does not shift those after it.
        if (early > 0) {
            return false;
        }
        dueNanos = (dueNanos == Long.MIN_VALUE || early < -interval ? revision.clockNanos : dueNanos) + interval;
        sent = revision.number;
        return true;
    }

    private double rate() {
        double most = fan.options().sendRate();
        double requested = requestedRate;
        return most == 0 ? requested : requested == 0 ? most : Math.min(most, requested);
    }
}
