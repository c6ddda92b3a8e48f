package io.rxgase.core.loop;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a game: a time step and a handler for each type of event. A pure function from a state and a
 * {@link Frame} to a {@link Transition}: no thread, no clock, no network.
 *
 * <pre>{@code
 * GameLogic<Chase> logic = GameLogic.of(Chase.class)
 *         .timeStep((state, dt) -> state.withCountdown(Math.max(0, state.countdown() - dt)))
 *         .on("MOVE", (state, event, sender) ->
 *                 Next.state(state.withPosition(sender, event.getDouble("x"), event.getDouble("y"))))
 *         .on(Tag.class, (state, tag, sender) ->
 *                 Next.state(state.withChaser(tag.player())).toAll(Event.of(tag)))
 *         .onLeft((state, client) -> Next.state(state.without(client)));
 *
 * Transition<Chase> transition = logic.step(Snapshot.initial(start), Frame.of(tick, move));
 * }</pre>
 *
 * <p><b>Order inside a tick.</b> First the time step, then the events in the order of the frame. Each call sees the state
 * that the one before left.
 *
 * <p><b>Faults.</b> A time step or handler that throws leaves the state as it was before that call and sends nothing; it
 * is reported in {@link Transition#faults()}, and the next call follows. That holds for every exception, and for errors
 * too, with one exception: an {@link AssertionError} or a {@link LinkageError} tells of a fault in that piece of game
 * code, and a {@link StackOverflowError} is gone with the stack that caused it (an event's nested value may provoke it,
 * and no client may end the game for the others), while other {@link VirtualMachineError}s, such as
 * {@link OutOfMemoryError}, leave a machine that can't be trusted: these are thrown on.
 *
 * <p>Immutable; each method that adds a rule returns a new object. May be used on any thread.
 *
 * @param <S> the type of the state: a record, or {@link io.rxgase.core.state.GameState}
 */
public final class GameLogic<S> {
    private final StateModel<S> model;
    private final @Nullable BiFunction<S, Tick, Next<S>> timeStep;
    private final Map<String, EventHandler.InTick<S, Event>> handlers;
    private final EventHandler.@Nullable InTick<S, Event> unknown;
    private final BiConsumer<? super S, ? super S> requirement;

    private GameLogic(
            StateModel<S> model,
            @Nullable BiFunction<S, Tick, Next<S>> timeStep,
            Map<String, EventHandler.InTick<S, Event>> handlers,
            EventHandler.@Nullable InTick<S, Event> unknown,
            BiConsumer<? super S, ? super S> requirement) {
        this.model = model;
        this.timeStep = timeStep;
        this.handlers = handlers;
        this.unknown = unknown;
        this.requirement = requirement;
    }

    /**
     * Rules for a type of state, none yet: time passes, and every event is unknown.
     *
     * @param type a record, or {@link io.rxgase.core.state.GameState}
     * @param <S> the type of the state
     * @return the logic
     * @throws IllegalArgumentException if the type can't be a state
     */
    public static <S> GameLogic<S> of(Class<S> type) {
        return of(StateModel.of(type));
    }

    /**
     * Rules for a state model, none yet.
     *
     * @param model the model
     * @param <S> the type of the state
     * @return the logic
     */
    public static <S> GameLogic<S> of(StateModel<S> model) {
        return new GameLogic<>(Objects.requireNonNull(model, "model"), null, Map.of(), null, (before, after) -> {});
    }

    /**
     * How states are compared and encoded.
     *
     * @return the model
     */
    public StateModel<S> model() {
        return model;
    }

    /**
     * Sets the time step.
     *
     * @param step called once a tick, before the events
     * @return these rules and that one
     * @throws IllegalStateException if there is a time step already
     */
    public GameLogic<S> timeStep(TimeStep<S> step) {
        Objects.requireNonNull(step, "step");
        return onTick((state, tick) -> {
            S after = step.apply(state, tick.dt());
            return after == state ? Next.unchanged() : Next.state(after);
        });
    }

    /**
     * Sets a time step that sends events or wants to know the tick.
     *
     * @param step called once a tick, before the events
     * @return these rules and that one
     * @throws IllegalStateException if there is a time step already
     */
    public GameLogic<S> onTick(BiFunction<S, Tick, Next<S>> step) {
        Objects.requireNonNull(step, "step");
        if (timeStep != null) {
            throw new IllegalStateException("there is a time step already: put both into one function");
        }
        return new GameLogic<>(model, step, handlers, unknown, requirement);
    }

    /**
     * Sets the handler for a type of event.
     *
     * @param type the type, such as {@code MOVE}
     * @param handler what such an event does
     * @return these rules and that one
     * @throws IllegalArgumentException if there is a handler for that type already
     */
    public GameLogic<S> on(String type, EventHandler<S, Event> handler) {
        Objects.requireNonNull(handler, "handler");
        return on(type, (state, event, sender, tick) -> handler.handle(state, event, sender));
    }

    /**
     * Sets the handler for a type of event.
     *
     * @param type the type, such as {@code MOVE}
     * @param handler what such an event does
     * @return these rules and that one
     * @throws IllegalArgumentException if there is a handler for that type already
     */
    public GameLogic<S> on(String type, EventHandler.InTick<S, Event> handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        Map<String, EventHandler.InTick<S, Event>> more = new HashMap<>(handlers);
        if (more.put(type, handler) != null) {
            throw new IllegalArgumentException(
                    type + " has a handler already: put both into one function, or give one event another type");
        }
        return new GameLogic<>(model, timeStep, more, unknown, requirement);
    }

    /**
     * Sets the handler for events that carry a record. An event that doesn't fit the record is a fault of kind
     * {@link HandlerFault.Kind#WRONG_ARGUMENTS}.
     *
     * @param payload the record; its name, or its {@link io.rxgase.core.event.EventType}, is the type of the event
     * @param handler what such an event does
     * @param <R> the record
     * @return these rules and that one
     * @throws IllegalArgumentException if there is a handler for that type already
     */
    public <R extends Record> GameLogic<S> on(Class<R> payload, EventHandler<S, R> handler) {
        Objects.requireNonNull(handler, "handler");
        return on(payload, (state, record, sender, tick) -> handler.handle(state, record, sender));
    }

    /**
     * Sets the handler for events that carry a record.
     *
     * @param payload the record; its name, or its {@link io.rxgase.core.event.EventType}, is the type of the event
     * @param handler what such an event does
     * @param <R> the record
     * @return these rules and that one
     * @throws IllegalArgumentException if there is a handler for that type already
     */
    public <R extends Record> GameLogic<S> on(Class<R> payload, EventHandler.InTick<S, R> handler) {
        Objects.requireNonNull(handler, "handler");
        return on(
                Event.typeOf(payload),
                (state, event, sender, tick) -> handler.handle(state, event.as(payload), sender, tick));
    }

    /**
     * Sets what happens when a client has joined. For what it said on joining, use {@link #on(String, EventHandler)} with
     * {@link Event#JOINED} instead and read the arguments of the event.
     *
     * @param handler gets the state and the new client
     * @return these rules and that one
     * @throws IllegalArgumentException if there is a handler for {@link Event#JOINED} already
     */
    public GameLogic<S> onJoined(BiFunction<S, ClientId, Next<S>> handler) {
        Objects.requireNonNull(handler, "handler");
        return on(Event.JOINED, (state, event, sender) -> handler.apply(state, sender));
    }

    /**
     * Sets what happens when a client has left, whatever the reason.
     *
     * @param handler gets the state and the client that is gone
     * @return these rules and that one
     * @throws IllegalArgumentException if there is a handler for {@link Event#LEFT} already
     */
    public GameLogic<S> onLeft(BiFunction<S, ClientId, Next<S>> handler) {
        Objects.requireNonNull(handler, "handler");
        return on(Event.LEFT, (state, event, sender) -> handler.apply(state, sender));
    }

    /**
     * Sets the handler for events of a type that has none. Without it such an event is a fault of kind
     * {@link HandlerFault.Kind#UNKNOWN_EVENT}. It doesn't see events that the server makes (see {@link Event#isReserved}).
     *
     * @param handler what such an event does
     * @return these rules and that one
     * @throws IllegalStateException if there is such a handler already
     */
    public GameLogic<S> onUnknown(EventHandler<S, Event> handler) {
        Objects.requireNonNull(handler, "handler");
        if (unknown != null) {
            throw new IllegalStateException("there is a handler for unknown events already");
        }
        return new GameLogic<>(
                model,
                timeStep,
                handlers,
                (state, event, sender, tick) -> handler.handle(state, event, sender),
                requirement);
    }

    /**
     * Adds a condition that the state has to meet after each call of a time step or handler: say, that it fits on a wire. Where it
     * does not, that call is a fault, as if it had thrown itself.
     *
     * <pre>{@code
     * GameLogic<Chase> limited = logic.require((before, after) -> {
     *     if (after.players().size() > 8) {
     *         throw new IllegalArgumentException("8 players are enough");
     *     }
     * });
     * }</pre>
     *
     * @param condition gets the state before and after, if they are not the same object; throws what is wrong with the one after
     * @return these rules and that one
     */
    public GameLogic<S> require(BiConsumer<? super S, ? super S> condition) {
        Objects.requireNonNull(condition, "condition");
        BiConsumer<? super S, ? super S> first = requirement;
        return new GameLogic<>(model, timeStep, handlers, unknown, (before, after) -> {
            first.accept(before, after);
            condition.accept(before, after);
        });
    }

    /**
     * Returns a state as it follows another.
     *
     * @throws RuntimeException if it must not
     */
    S admitted(S before, S after) {
        S admitted = model.admitted(before, after);
        requirement.accept(before, admitted);
        return admitted;
    }

    /**
     * Makes one step: the time step, if the game is active, then each event in order. A pure function.
     *
     * <p>The snapshot after has the next time order, the status and the game time of the frame. Only if the game was and
     * stays paused and there is no event, the snapshot is the one before.
     *
     * @param before the state before
     * @param frame the tick and its events
     * @return the state after, what to send, and what went wrong
     */
    public Transition<S> step(Snapshot<S> before, Frame frame) {
        return step(before, frame, new Progress());
    }

    /** As {@link #step(Snapshot, Frame)}, and says what it is at. */
    Transition<S> step(Snapshot<S> before, Frame frame, Progress progress) {
        if (frame.status() == GameStatus.PAUSED
                && before.status() == GameStatus.PAUSED
                && frame.events().isEmpty()) {
            return new Transition<>(frame, before, List.of(), List.of());
        }
        // The first state is its maker's, later ones have come out of here.
        S state = before.timeOrder() == 0 ? model.admitted(null, before.state()) : before.state();
        Round<S> round = new Round<>(this, state, frame, progress);
        if (frame.status() == GameStatus.ACTIVE && timeStep != null) {
            round.passTime(timeStep);
        }
        frame.events().forEach(round::handle);
        return round.end(before.timeOrder() + 1);
    }

    /** Who handles an event; null if nobody does. */
    EventHandler.@Nullable InTick<S, Event> handlerOf(Event event) {
        EventHandler.InTick<S, Event> handler = handlers.get(event.type());
        return handler == null && !event.isReserved() ? unknown : handler;
    }

    /**
     * The transition instead of one whose state can't be published: only time has passed. {@code before} follows itself, as
     * that is known to be comparable.
     */
    Transition<S> undone(Snapshot<S> before, Transition<S> failed, Throwable error) {
        List<HandlerFault> faults = new ArrayList<>(failed.faults());
        faults.add(HandlerFault.inState(Round.survivable(error)));
        Snapshot<S> reached = failed.snapshot();
        S same = model.stamped(before.state(), reached.timeOrder(), reached.status());
        return new Transition<>(
                failed.frame(),
                new Snapshot<>(reached.timeOrder(), reached.status(), reached.gameTimeNanos(), same),
                List.of(),
                faults);
    }
}
