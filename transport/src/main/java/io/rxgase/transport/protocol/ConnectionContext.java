package io.rxgase.transport.protocol;

/**
 * What all parts of one connection share.
 *
 * @param handle names it towards the driver
 * @param limits this side's settings
 * @param peer the peer's
 * @param counters what is counted
 * @param events what is reported
 */
record ConnectionContext(long handle, Limits limits, PeerLimits peer, Counters counters, ConnectionEvents events) {}
