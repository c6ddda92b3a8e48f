package io.rxgase.transport.internal.protocol;

/** A connection from the endpoint's point of view: one that is being made, or an established one. */
abstract class Association {
    final long handle;

    /** The connection id that packets to this side carry. */
    final long localId;

    final Counters counters;

    // Kept by the endpoint: the place in the heap of deadlines, and whether it waits to be asked for packets.
    int heapIndex = -1;
    long wakeNanos = EndpointMachine.NEVER;
    boolean isReady;

    Association(long handle, long localId, Counters counters) {
        this.handle = handle;
        this.localId = localId;
        this.counters = counters;
    }

    /** Writes the next packet and its destination, if there is one. */
    abstract boolean transmit(long nowNanos, Transmit into);

    abstract void handleTimeout(long nowNanos);

    /** Brings the timers up to date after whatever happened. */
    abstract void arm(long nowNanos);

    /** When {@link #handleTimeout} is due. */
    abstract long timeoutNanos();

    /** Whether nothing more is to be done or answered. */
    abstract boolean isGone();
}
