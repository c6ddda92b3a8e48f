package io.rxgase.benchmarks.load;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured. Everything is bounded: so many runs, clients, events and seconds, and each process ends by itself.
 *
 * @param runs of each measurement; medians and spreads are over them
 * @param clients of the fan-out
 * @param sustained how many clients are tried beyond those to find the most that one processor serves; stops at the first that
 *     does not keep in step
 * @param warmUp before each measured time
 * @param window the measured time of a fan-out
 * @param roundTrips how many events with one outstanding
 * @param manyEvents how many events with 256 outstanding
 * @param shots how many events over the bad network
 * @param memoryClients how many connections the memory is divided by
 * @param pauseWindow how long pauses are looked for
 */
record Scale(
        int runs,
        List<Integer> clients,
        List<Integer> sustained,
        Duration warmUp,
        Duration window,
        int roundTrips,
        int manyEvents,
        int shots,
        int memoryClients,
        Duration pauseWindow) {
    static final Scale FULL = new Scale(
            3,
            List.of(50, 200, 1000, 2000),
            List.of(3000, 4000, 6000, 8000),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            20_000,
            2_000_000,
            2_000,
            500,
            Duration.ofMinutes(10));

    /** For all peers and workloads together less than three minutes, so there is one step of clients only. */
    static final Scale SHORT = new Scale(
            1,
            List.of(200),
            List.of(),
            Duration.ofMillis(1500),
            Duration.ofSeconds(2),
            2_000,
            100_000,
            100,
            200,
            Duration.ofSeconds(5));

    static final Scale TINY = new Scale(
            1, List.of(3), List.of(), Duration.ZERO, Duration.ofMillis(200), 100, 1_000, 20, 3, Duration.ofMillis(200));

    Scale withRuns(int value) {
        return new Scale(
                value, clients, sustained, warmUp, window, roundTrips, manyEvents, shots, memoryClients, pauseWindow);
    }

    Scale withClients(List<Integer> value) {
        return new Scale(
                runs,
                List.copyOf(value),
                sustained,
                warmUp,
                window,
                roundTrips,
                manyEvents,
                shots,
                memoryClients,
                pauseWindow);
    }

    /** Of both processes. Where nothing warms up there is nothing that the optimizing compiler could bring. */
    List<String> jvmOptions() {
        return warmUp.isZero() ? JvmOptions.with("-XX:TieredStopAtLevel=1") : JvmOptions.COMMON;
    }

    /** When a process ends that nobody ended. */
    int deadlineSeconds() {
        return (int) pauseWindow.toSeconds() + 300;
    }
}
