package io.rxgase.transport.internal.protocol;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one connection holds, in bytes, all its queues together: those of the machine and those of the driver around it. Whoever
 * is about to hold something takes its size first, and does without if it is not given.
 *
 * <p>Any thread takes and gives. The limit is {@code TransportOptions.maxQueuedBytes()}, and stays there as long as no
 * single message or state is larger than seven eighths of it; one that is gets what lacks on top, so that small
 * messages find an eighth of the limit while it is under way.
 */
public final class MemoryBudget {
    /** Counted for each message beside its bytes, so that a million empty ones do not hide from a bound. */
    public static final int MESSAGE_OVERHEAD = Limits.MESSAGE_OVERHEAD;

    private final int limit;
    private final AtomicInteger used = new AtomicInteger();
    private volatile int allowance;

    /**
     * Nothing is held yet.
     *
     * @param limit bytes, more than 0
     */
    public MemoryBudget(int limit) {
        this.limit = limit;
    }

    /**
     * Takes that much, if it is there.
     *
     * @param bytes 0 or more
     * @return whether it was taken; if not, nothing has changed
     */
    public boolean take(int bytes) {
        int before;
        do {
            before = used.get();
            if (before > limit + allowance - bytes) {
                return false;
            }
        } while (!used.compareAndSet(before, before + bytes));
        return true;
    }

    /**
     * Gives back what was taken.
     *
     * @param bytes 0 or more
     */
    public void give(int bytes) {
        used.addAndGet(-bytes);
    }

    /**
     * What is taken now, with what is promised to a message or state of which only a part has arrived.
     *
     * @return bytes
     */
    public int used() {
        return used.get();
    }

    /**
     * What may be taken at most, at present.
     *
     * @return bytes, the limit or up to one eighth more
     */
    public int limit() {
        return limit + allowance;
    }

    int allowance() {
        return allowance;
    }

    /** Raises the limit for one very large thing; on the thread of the machine. */
    void allow(int more) {
        if (allowance != more) {
            allowance = more;
        }
    }
}
