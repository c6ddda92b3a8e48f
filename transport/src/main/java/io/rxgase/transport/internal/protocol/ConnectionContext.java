package io.rxgase.transport.internal.protocol;

/**
 * What all parts of one connection share.
 *
 * @param handle names it towards the driver
 * @param limits this side's settings
 * @param peer the peer's
 * @param maxBytesPerSecond what this side may send at most
 * @param memory what the queues may hold
 * @param pool where records of sent packets come from
 * @param counters what is counted
 * @param events what is reported
 */
record ConnectionContext(
        long handle,
        Limits limits,
        PeerLimits peer,
        long maxBytesPerSecond,
        ConnectionMemory memory,
        SentPacketPool pool,
        Counters counters,
        ConnectionEvents events) {}
