package io.rxgase.testing;

import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.LoopStats;

/** Notices when the game's own code throws: the game goes on then, and only counts it. What clients do wrong is not meant. */
final class GameFaults {
    private final GameStateMachine<?> machine;
    private long seen;

    GameFaults(GameStateMachine<?> machine) {
        this.machine = machine;
    }

    /**
     * Complains about what is new since the last call.
     *
     * @throws AssertionError if there is something
     */
    void check(Object where) {
        LoopStats stats = machine.reading();
        long count = stats.timeStepFaults() + stats.handlerFaults() + stats.stateFaults();
        if (count > seen) {
            seen = count;
            throw new AssertionError("the game's own code threw, the log says what: in a time step "
                    + stats.timeStepFaults() + " times, in a handler " + stats.handlerFaults()
                    + " times, in the comparison of states " + stats.stateFaults() + " times (" + where
                    + "); if the test is about that, use toleratingGameFaults()");
        }
    }
}
