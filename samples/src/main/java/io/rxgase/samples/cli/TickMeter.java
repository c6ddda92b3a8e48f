package io.rxgase.samples.cli;

import java.util.function.LongSupplier;

/** How long the game logic of a tick takes: written on the loop's thread, read on another. */
final class TickMeter {
    private final LongSupplier nanos;
    private long begunNanos;
    private long sumNanos;
    private int ticks;

    TickMeter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A tick's game logic starts. */
    synchronized void begin() {
        begunNanos = nanos.getAsLong();
    }

    /** Its state is there. */
    synchronized void end() {
        sumNanos += nanos.getAsLong() - begunNanos;
        ticks++;
    }

    /** The mean in milliseconds since it was asked the last time; 0 without ticks. */
    synchronized double takeMillis() {
        double mean = ticks == 0 ? 0 : sumNanos / 1e6 / ticks;
        sumNanos = 0;
        ticks = 0;
        return mean;
    }
}
