package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Part;
import io.rxgase.benchmarks.load.Readings;

/** A part that measures nothing itself: its process's cost is all there is to know. */
abstract class PlainPart implements Part {
    @Override
    public void begin() {}

    @Override
    public Readings end() throws Exception {
        return Readings.none();
    }
}
