package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.DisconnectReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How far a connection is on its way from open to gone, and what is said and answered on that way. */
final class Ending {
    private enum Phase {
        OPEN,
        /** This side wants to close; reliable messages still go out. */
        FLUSHING,
        /** The farewell is said until it is acknowledged. */
        CLOSING,
        /** It is over; repeated farewells of the peer are answered for a while. */
        DRAINING,
        GONE
    }

    private final ConnectionContext context;
    private final Timers timers;
    private final Outbound outbound;
    private Phase phase = Phase.OPEN;
    private @Nullable Farewell farewell;
    private String detail = "";
    private boolean answersClose;

    Ending(ConnectionContext context, Timers timers, Outbound outbound) {
        this.context = context;
        this.timers = timers;
        this.outbound = outbound;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** Whether messages still flow. */
    boolean isFlowing() {
        return phase == Phase.OPEN || phase == Phase.FLUSHING;
    }

    /** Whether the application has been told that it is over. */
    boolean hasEnded() {
        return phase == Phase.DRAINING || phase == Phase.GONE;
    }

    boolean isGone() {
        return phase == Phase.GONE;
    }

    /** The application wants to close. */
    void close(DisconnectReason reason, String text, long nowNanos) {
        if (phase != Phase.OPEN) {
            return;
        }
        detail = text;
        farewell = new Farewell(ReasonCode.of(reason), text);
        phase = Phase.FLUSHING;
        timers.set(Timer.FAREWELL, nowNanos + Farewell.FLUSH_NANOS);
        checkFlushed();
    }

    /** Goes on to the farewell when nothing reliable is under way any more. */
    void checkFlushed() {
        if (phase == Phase.FLUSHING && outbound.messages.isFlushed()) {
            startClosing();
        }
    }

    private void startClosing() {
        phase = Phase.CLOSING;
        timers.stopAll();
    }

    void handleTimeout() {
        if (phase == Phase.FLUSHING) {
            startClosing();
        } else if (phase == Phase.CLOSING && farewell != null && farewell.again()) {
            return; // said again when asked for a packet
        } else {
            end(DisconnectReason.CLOSED_LOCALLY, detail);
            phase = Phase.GONE;
        }
    }

    /** Ends it without ceremony: one farewell, and one more for each packet that shows that it was lost. */
    void abort(DisconnectReason reason, String text, long nowNanos) {
        if (!hasEnded()) {
            farewell = new Farewell(ReasonCode.of(reason), text);
            end(reason, text);
            drain(nowNanos);
        }
    }

    /** Ends it without a word: there is nobody to tell. */
    void timedOut(String text) {
        end(DisconnectReason.TIMED_OUT, text);
        phase = Phase.GONE;
    }

    /** The peer goes on as if nothing had happened: what was said once only is said again. */
    void heard() {
        if (phase == Phase.DRAINING) {
            sayAgain();
        }
    }

    /** The peer can't have understood a farewell so far, if there was one. */
    void sayAgain() {
        if (farewell != null) {
            farewell.repeat();
        }
    }

    void closedByPeer(int code, String text, long nowNanos) {
        answersClose = true;
        farewell = null;
        if (hasEnded()) {
            return;
        }
        if (phase == Phase.CLOSING) {
            end(DisconnectReason.CLOSED_LOCALLY, detail);
        } else {
            end(ReasonCode.reason(code), text);
        }
        drain(nowNanos);
    }

    void acknowledged() {
        if (phase == Phase.CLOSING) {
            end(DisconnectReason.CLOSED_LOCALLY, detail);
            phase = Phase.GONE;
        } else if (hasEnded()) {
            farewell = null; // it knows
        }
    }

    private void drain(long nowNanos) {
        phase = Phase.DRAINING;
        timers.stopAll();
        timers.set(Timer.FAREWELL, nowNanos + Farewell.DRAIN_NANOS);
    }

    /** Reports the outcome of all that was under way, then the end; only the first time. */
    private void end(DisconnectReason reason, String text) {
        outbound.end();
        context.events().disconnected(reason, text);
    }

    /** Writes the farewell, the answer to the peer's, or both, if they are due. */
    boolean write(ByteBuffer out, long nowNanos) {
        boolean says = farewell != null && farewell.isDue() && phase != Phase.GONE;
        if (!says && !answersClose) {
            return false;
        }
        outbound.writeEnd(out, nowNanos, says ? farewell : null, answersClose);
        answersClose = false;
        if (phase == Phase.CLOSING) {
            timers.set(Timer.FAREWELL, nowNanos + outbound.rtt.probeTimeout(AckSchedule.RELIABLE_DELAY_NANOS));
        }
        return true;
    }
}
