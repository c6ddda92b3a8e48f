package io.rxgase.core.loop;

import io.rxgase.core.event.EventArgumentException;
import io.rxgase.core.event.Incoming;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A time step or handler that failed, or an event that nobody handles. The state is as it was before that call, nothing
 * of what the call wanted to send is sent, and the game goes on.
 *
 * <pre>{@code
 * assertThat(transition.faults())
 *         .extracting(HandlerFault::kind)
 *         .containsExactly(HandlerFault.Kind.WRONG_ARGUMENTS);
 * }</pre>
 *
 * <p>Two faults are equal if they are of one kind, for equal events, with errors of one class and message: a replay is
 * compared with the run that was recorded.
 *
 * @param kind what went wrong
 * @param incoming the event that was handled; null in a time step or state
 * @param error what was thrown; null for {@link Kind#UNKNOWN_EVENT}
 */
public record HandlerFault(
        Kind kind, @Nullable Incoming incoming, @Nullable Throwable error) {
    /** What went wrong. */
    public enum Kind {
        /** The time step threw, or returned null. */
        TIME_STEP,
        /** A handler threw, or returned null. */
        HANDLER,
        /** A handler read an argument that isn't there or is of another type: the sender's mistake as a rule. */
        WRONG_ARGUMENTS,
        /** There is no handler for the type of the event, nor one for unknown types. */
        UNKNOWN_EVENT,
        /**
         * The state that came out can't be compared with the one before: something in it throws. The whole tick is undone
         * but for the time that passed. Found when the state is published, so {@link GameLogic#step} doesn't report it.
         */
        STATE
    }

    /**
     * Checks for null.
     *
     * @param kind what went wrong
     * @param incoming the event that was handled; null in a time step
     * @param error what was thrown; null for an unknown event
     */
    public HandlerFault {
        Objects.requireNonNull(kind, "kind");
    }

    static HandlerFault inTimeStep(Throwable error) {
        return new HandlerFault(Kind.TIME_STEP, null, error);
    }

    static HandlerFault inHandler(Incoming incoming, Throwable error) {
        return new HandlerFault(
                error instanceof EventArgumentException ? Kind.WRONG_ARGUMENTS : Kind.HANDLER, incoming, error);
    }

    static HandlerFault unknown(Incoming incoming) {
        return new HandlerFault(Kind.UNKNOWN_EVENT, incoming, null);
    }

    static HandlerFault inState(Throwable error) {
        return new HandlerFault(Kind.STATE, null, error);
    }

    /**
     * Where it happened.
     *
     * @return the type of the event, or {@code time step}, or {@code state}
     */
    public String where() {
        return incoming != null ? incoming.event().type() : kind == Kind.STATE ? "state" : "time step";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HandlerFault that
                && kind == that.kind
                && Objects.equals(incoming, that.incoming)
                && describe(error).equals(describe(that.error));
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, incoming, describe(error));
    }

    @Override
    public String toString() {
        return kind + " in " + where() + (incoming == null ? "" : " of " + incoming.sender())
                + (error == null ? "" : ": " + error);
    }

    private static String describe(@Nullable Throwable error) {
        return error == null ? "" : error.getClass().getName() + ": " + error.getMessage();
    }
}
