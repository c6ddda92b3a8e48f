package io.rxgase.core.loop;

import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.state.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a step of {@link GameLogic} has come to so far: the one mutable thing in it, which never leaves it. */
final class Round<S> {
    private final GameLogic<S> logic;
    private final Frame frame;
    private final Progress progress;
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final List<HandlerFault> faults = new ArrayList<>();
    private S state;

    Round(GameLogic<S> logic, S state, Frame frame, Progress progress) {
        this.logic = logic;
        this.state = state;
        this.frame = frame;
        this.progress = progress;
    }

    void passTime(BiFunction<S, Tick, Next<S>> step) {
        progress.begin(Progress.TIME_STEP);
        try {
            accept(step.apply(state, frame.tick()), null);
        } catch (Throwable error) {
            faults.add(HandlerFault.inTimeStep(survivable(error)));
        }
    }

    void handle(Incoming incoming) {
        Event event = incoming.event();
        EventHandler.InTick<S, Event> handler = logic.handlerOf(event);
        if (handler == null) {
            // Nobody has to care who comes and goes.
            if (!event.isReserved()) {
                faults.add(HandlerFault.unknown(incoming));
            }
            return;
        }
        progress.begin(incoming);
        try {
            accept(handler.handle(state, event, incoming.sender(), frame.tick()), incoming);
        } catch (Throwable error) {
            faults.add(HandlerFault.inHandler(incoming, survivable(error)));
        }
    }

    private void accept(Next<S> next, @Nullable Incoming incoming) {
        Objects.requireNonNull(next, "game logic returned null: to leave the state as it is, return Next.unchanged()");
        S after = next.stateOr(state);
        if (after != state) {
            after = logic.admitted(state, after);
        }
        // Sending comes before, for it may fail, and then the state must stay.
        next.forEachSent(incoming == null ? null : incoming.sender(), outgoing::add);
        state = after;
    }

    Transition<S> end(long timeOrder) {
        S stamped = logic.model().stamped(state, timeOrder, frame.status());
        Snapshot<S> after =
                new Snapshot<>(timeOrder, frame.status(), frame.tick().gameTimeNanos(), stamped);
        return new Transition<>(frame, after, outgoing, faults);
    }

    /** Throws on what {@link GameLogic} says that a game does not survive. */
    static Throwable survivable(Throwable error) {
        if (error instanceof VirtualMachineError fatal && Guard.isFatal(fatal)) {
            throw fatal;
        }
        return Guard.legible(error);
    }
}
