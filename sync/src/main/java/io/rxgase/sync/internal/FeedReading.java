package io.rxgase.sync.internal;

/**
 * What one client has got of the states.
 *
 * @param baselineAge how many revisions its acknowledged baseline is behind; -1 if it has acknowledged none
 * @param waiting how many changed entities wait for its budget
 * @param budget bytes of states per second; 0 for no limit
 * @param statesSent how many states were sent to it
 * @param stateBytesSent their bytes, without packet headers
 */
public record FeedReading(long baselineAge, int waiting, long budget, long statesSent, long stateBytesSent) {}
