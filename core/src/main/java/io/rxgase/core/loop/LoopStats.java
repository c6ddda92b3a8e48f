package io.rxgase.core.loop;

/**
 * What a {@link GameStateMachine} has counted since it was made.
 *
 * <pre>{@code
 * LoopStats stats = machine.reading();
 * double slow = (double) stats.slowTicks() / stats.ticks();
 * }</pre>
 *
 * @param ticks ticks run, those of a paused game too
 * @param skippedTicks steps that were left out ({@link Tick#skipped()})
 * @param slowTicks ticks whose game logic took longer than the step that it computed
 * @param timeStepFaults time steps that failed
 * @param handlerFaults handlers that failed
 * @param wrongArguments events whose arguments weren't what their handler expects
 * @param unknownEvents events that nobody handles
 * @param stateFaults ticks that were undone because their state can't be compared with the one before
 * @param droppedEvents events that found no room in the inbox
 * @param failedRequests asynchronous requests that ended with an error ({@link GameStateMachine#async})
 * @param droppedRequests asynchronous requests that found no room, or have no function
 */
public record LoopStats(
        long ticks,
        long skippedTicks,
        long slowTicks,
        long timeStepFaults,
        long handlerFaults,
        long wrongArguments,
        long unknownEvents,
        long stateFaults,
        long droppedEvents,
        long failedRequests,
        long droppedRequests) {}
