package io.rxgase.core.loop;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a game: scans ticks and events into transitions. Each tick takes the events that wait, makes a {@link Frame} of
 * them, puts the frame through {@link GameLogic#step}, keeps the state for the next tick, and pushes it into the store.
 *
 * <pre>{@code
 * GameStateMachine<Chase> machine = GameStateMachine.of(logic, start);
 *
 * Disposable game = Ticks.fixed(Duration.ofMillis(20))
 *         .on(timebase)
 *         .compose(machine.withInbox())
 *         .subscribe(transition -> send(transition.outgoing()));
 *
 * machine.inbox().offer(new Incoming(client, Event.of("MOVE", 1.0, 2.0)));
 * Disposable shown = machine.store().states().observeOn(ui, false, 1).subscribe(view::render);
 * }</pre>
 *
 * <p>It needs no server: any {@link Flowable} of ticks and any {@link Publisher} of events will do.
 *
 * <p><b>Threads.</b> Game logic, the store and subscribers of the transitions run on the thread of the ticks. All other
 * methods may be called on any thread and take effect at the next tick.
 *
 * <p><b>One run at a time.</b> A second subscriber of the transitions gets an {@link IllegalStateException}; use
 * {@link Flowable#share()}. After a run was cancelled or its ticks have ended, the next one goes on from the state that is
 * there.
 *
 * @param <S> the type of the state
 */
public final class GameStateMachine<S> {
    /** How many events a tick takes by default: {@value}. The others wait for the next tick. */
    public static final int DEFAULT_EVENTS_PER_TICK = 4096;

    private static final Logger log = LoggerFactory.getLogger(GameStateMachine.class);

    private final GameLogic<S> logic;
    private final GameStateStore<S> store;
    private final Inbox inbox;
    private final Timebase timebase;
    private final int eventsPerTick;
    private final LoopReports reports = new LoopReports(log);
    private final Guard guard = new Guard(log);
    private final Progress progress = new Progress();
    private final AsyncRequests requests;
    private final AtomicReference<Run> running = new AtomicReference<>();

    private volatile boolean pauseRequested;
    private volatile boolean stopRequested;
    private volatile boolean abandoned;
    private volatile long tickNumber;

    private GameStateMachine(Builder<S> builder) {
        this.logic = builder.logic;
        this.store = builder.store;
        this.inbox = builder.inbox;
        Timebase given = builder.timebase;
        // Not asked for before it is known to be needed: a machine in virtual time has no business with it.
        this.timebase = given == null ? Timebase.of(Schedulers.computation()) : given;
        this.eventsPerTick = builder.eventsPerTick;
        this.requests = new AsyncRequests(log, timebase::nanoTime, builder.asyncTimeout);
        admitInitial(builder.logic.model());
        this.pauseRequested = store.current().isPaused();
        inbox.attach(ClientId.BACKEND, requests.answers());
    }

    /** What can't be a state, or can't be written, is refused before the game runs. */
    private void admitInitial(StateModel<S> model) {
        if (store.isEmpty()) {
            return;
        }
        Snapshot<S> given = store.current();
        S admitted = model.admitted(null, given.state());
        Attributes unused = model.toAttributes(admitted);
        if (admitted != given.state()) {
            store.amend(new Snapshot<>(given.timeOrder(), given.status(), given.gameTimeNanos(), admitted));
        }
    }

    /**
     * A machine with an inbox and a store of its own, with default bounds.
     *
     * @param logic the rules of the game
     * @param initialState the state before the first tick
     * @param <S> the type of the state
     * @return the machine, not running
     */
    public static <S> GameStateMachine<S> of(GameLogic<S> logic, S initialState) {
        S stamped = logic.model().stamped(initialState, 0, GameStatus.ACTIVE);
        return builder(logic, GameStateStore.create(logic.model(), Snapshot.initial(stamped)))
                .build();
    }

    /**
     * Starts to describe a machine.
     *
     * @param logic the rules of the game
     * @param store holds the state before the first tick; the machine pushes the ones after
     * @param <S> the type of the state
     * @return a builder with defaults for the rest
     */
    public static <S> Builder<S> builder(GameLogic<S> logic, GameStateStore<S> store) {
        return new Builder<>(logic, store);
    }

    /**
     * Runs the game on the ticks, with the events that come into the {@link #inbox()}.
     *
     * <p>One transition for each tick, on the thread of the ticks. Overflow policy: the demand of the subscriber is the
     * demand for ticks, nothing is buffered; {@link Ticks} skips and counts those that nobody asks for.
     *
     * @return to be given to {@code ticks.compose(…)}
     */
    public FlowableTransformer<Tick, Transition<S>> withInbox() {
        return withEvents(Flowable.never());
    }

    /**
     * Runs the game on the ticks, with the events of a publisher and those that come into the {@link #inbox()}. The
     * publisher is attached to the inbox while the game runs, see {@link Inbox#attach(Publisher)} for its demand; when it
     * ends, the game goes on.
     *
     * <p>One transition for each tick, as with {@link #withInbox()}.
     *
     * @param events events with their senders
     * @return to be given to {@code ticks.compose(…)}
     */
    public FlowableTransformer<Tick, Transition<S>> withEvents(Publisher<Incoming> events) {
        Objects.requireNonNull(events, "events");
        return ticks -> scan(ticks, this::next, events);
    }

    /**
     * Runs the game on frames that are given, as a recording has them, instead of making them of ticks and events. The inbox
     * is left alone, requests are not answered: what came in then is in the frames.
     *
     * <pre>{@code
     * GameStateMachine<Chase> replay = GameStateMachine.of(logic, start);
     * Disposable shown = frames.compose(replay.withFrames()).map(Transition::state).subscribe(view::render);
     * }</pre>
     *
     * <p>One transition for each frame, on the thread of the frames; the demand of the subscriber is the demand for frames.
     * Frames have to continue the game time of the state that is there.
     *
     * @return to be given to {@code frames.compose(…)}
     */
    public FlowableTransformer<Frame, Transition<S>> withFrames() {
        return frames -> scan(frames, this::step, Flowable.never());
    }

    /**
     * A scan whose accumulator is the store's current state. Not Flowable.scan: with a seed it asks for 128 ticks ahead and
     * queues their transitions, so that a slow subscriber would get old states and no tick be skipped.
     */
    private <T> Flowable<Transition<S>> scan(
            Flowable<T> inputs, Function<T, Transition<S>> step, Publisher<Incoming> events) {
        Flowable<Transition<S>> transitions = Flowable.using(
                () -> begin(events),
                run -> inputs.takeWhile(input -> !stopRequested).mapOptional(input -> carrying(run, step, input)),
                Run::end);
        return guard.stream(
                "the subscriber of the transitions",
                transitions.onErrorResumeNext(error -> Flowable.error(LoopFault.carriedBy(error))));
    }

    /** What RxJava takes for fatal it throws at the ticks instead of telling the subscriber, so it travels in an exception. */
    private static <T, R> Optional<R> carrying(Run run, Function<T, R> step, T input) {
        try {
            return run.advance(step, input);
        } catch (Throwable fault) {
            throw new LoopFault(fault);
        }
    }

    private Run begin(Publisher<Incoming> events) {
        Run run = new Run(this::released);
        if (!running.compareAndSet(null, run)) {
            throw new IllegalStateException("this machine runs already: share() its transitions among subscribers");
        }
        if (stopRequested) {
            running.set(null);
            throw new IllegalStateException("this machine was stopped: make a new one from snapshot()");
        }
        run.fedBy(inbox.attach(events));
        return run;
    }

    private void released() {
        running.set(null);
        // In this order: stop() sets the flag first and looks for a run then, so that one of the two sees the other.
        if (stopRequested) {
            close();
        }
    }

    private Transition<S> next(Tick source) {
        Transition<S> transition = step(frame(store.current(), source));
        requests.expire(progress);
        requests.start(transition.outgoing(), progress);
        progress.begin(Progress.AFTERWARDS);
        return transition;
    }

    private Transition<S> step(Frame frame) {
        Snapshot<S> before = store.current();
        progress.beginTick();
        tickNumber = frame.tick().number();
        long startNanos = timebase.nanoTime();
        Transition<S> made = logic.step(before, frame, progress);
        long endNanos = timebase.nanoTime();
        progress.begin(Progress.PUBLISHING);
        Transition<S> transition = publish(before, made);
        progress.begin(Progress.AFTERWARDS);
        reports.ran(transition, endNanos - startNanos, endNanos);
        return transition;
    }

    private Transition<S> publish(Snapshot<S> before, Transition<S> made) {
        if (abandoned || made.snapshot().timeOrder() == before.timeOrder()) {
            return made;
        }
        try {
            store.push(made.snapshot());
            return made;
        } catch (Throwable error) {
            // Something in the state throws when it is read; one bad state must not end the game.
            Transition<S> undone = logic.undone(before, made, error);
            store.push(undone.snapshot());
            return undone;
        }
    }

    /** The tick in game time, which unlike the time of its source stands still in a pause, and the events for it. */
    private Frame frame(Snapshot<S> before, Tick source) {
        boolean paused = pauseRequested;
        long delta = paused ? 0 : source.deltaNanos();
        Tick tick = new Tick(tickNumber + 1, delta, before.gameTimeNanos() + delta, source.skipped());
        return paused
                ? new Frame(tick, GameStatus.PAUSED, List.of())
                : new Frame(tick, GameStatus.ACTIVE, inbox.drain(eventsPerTick));
    }

    /**
     * Makes the game stand still from the next tick on. Ticks go on with a delta of 0: the first of them makes a snapshot
     * with the status {@link GameStatus#PAUSED}, the others none. Events wait in the bounded inbox.
     */
    public void pause() {
        pauseRequested = true;
    }

    /** Makes a paused game go on at the next tick, from the game time at which it stopped. */
    public void resume() {
        pauseRequested = false;
    }

    /**
     * Ends the game for good: the transitions complete at the next tick, which is not run any more, then the streams of
     * the store complete, and the inbox is closed. If the game is not running these happen at once.
     */
    public void stop() {
        stopRequested = true;
        if (running.get() == null) {
            close();
        }
    }

    /** Ends the game while its loop hangs, on another thread: what the loop makes when it comes back counts for nothing. */
    void abandon() {
        abandoned = true;
        stopRequested = true;
        close();
    }

    Progress progress() {
        return progress;
    }

    private void close() {
        inbox.close();
        store.complete();
    }

    /**
     * Sets the function that answers a type of request. A handler makes a request with {@link Next#toBackend}; the function
     * may take its time on any scheduler; its answer comes into the game as an event of {@link ClientId#BACKEND} on a later
     * tick. So game logic stays a pure function, and a recording, which has the answer among its events, replays without
     * the function.
     *
     * <pre>{@code
     * GameLogic<Lobby> logic = GameLogic.of(Lobby.class)
     *         .on("LOGIN", (state, event, sender) -> Next.state(state)
     *                 .toBackend(Event.of("FIND_PLAYER", sender.value(), event.getString("name"))))
     *         .on("PLAYER_FOUND", (state, event, sender) ->
     *                 Next.state(state.with(event.getLong(0), event.getString(1))));
     * GameStateMachine<Lobby> machine = GameStateMachine.of(logic, new Lobby(StateMap.empty()));
     *
     * machine.async("FIND_PLAYER", request -> findTitle(request.getString(1))     // a Single<String>
     *         .map(title -> Event.of("PLAYER_FOUND", request.getLong(0), title)));
     * }</pre>
     *
     * <p>Called on the loop thread, or on the thread of an answer when it makes room: it must not block. At most
     * {@value AsyncRequests#MAX_RUNNING} requests run at a time and {@value AsyncRequests#MAX_WAITING} wait, the newest of
     * them is dropped and counted beyond that. A request that ends with an error is counted and logged and has no answer:
     * map the error to an event if the game must know. One that takes longer than {@link Builder#asyncTimeout} ends with an error, too.
     *
     * @param requestType the type of the requests
     * @param function makes the answer to a request
     * @throws IllegalArgumentException if there is a function for that type already
     */
    public void async(String requestType, Function<? super Event, ? extends SingleSource<Event>> function) {
        requests.put(Objects.requireNonNull(requestType, "requestType"), Objects.requireNonNull(function, "function"));
    }

    /**
     * Where events wait for the next tick.
     *
     * @return the inbox; its {@link Inbox#drain} is the machine's
     */
    public Inbox inbox() {
        return inbox;
    }

    /**
     * Where the states go.
     *
     * @return the store; to push into it is the machine's
     */
    public GameStateStore<S> store() {
        return store;
    }

    /**
     * The rules of the game.
     *
     * @return the logic
     */
    public GameLogic<S> logic() {
        return logic;
    }

    /**
     * The newest state with its place in time.
     *
     * @return {@code store().current()}
     */
    public Snapshot<S> snapshot() {
        return store.current();
    }

    /**
     * How much game time has passed, pauses not counted.
     *
     * @return nanoseconds of game time, at the newest state
     */
    public long gameTimeNanos() {
        return store.current().gameTimeNanos();
    }

    /**
     * The number of the newest tick; paused ones count.
     *
     * @return 0 before the first tick
     */
    public long tickNumber() {
        return tickNumber;
    }

    /**
     * Whether game time stands still.
     *
     * @return true from {@link #pause()} to {@link #resume()}, or if the initial state is paused
     */
    public boolean isPaused() {
        return pauseRequested;
    }

    /**
     * What was counted so far.
     *
     * @return a snapshot of the counters
     */
    public LoopStats reading() {
        return reports.stats(inbox, requests);
    }

    /**
     * Describes a machine.
     *
     * <pre>{@code
     * GameStateMachine<Chase> machine = GameStateMachine.builder(logic, store)
     *         .inbox(Inbox.bounded(64, 10_000))
     *         .timebase(Timebase.of(testScheduler))
     *         .build();
     * }</pre>
     *
     * <p>To be used on one thread.
     *
     * @param <S> the type of the state
     */
    public static final class Builder<S> {
        private final GameLogic<S> logic;
        private final GameStateStore<S> store;
        private Inbox inbox = Inbox.create();
        private @Nullable Timebase timebase;
        private int eventsPerTick = DEFAULT_EVENTS_PER_TICK;
        private Duration asyncTimeout = AsyncRequests.TIMEOUT;

        private Builder(GameLogic<S> logic, GameStateStore<S> store) {
            this.logic = Objects.requireNonNull(logic, "logic");
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * Sets where events wait.
         *
         * @param inbox of this machine alone
         * @return this
         */
        public Builder<S> inbox(Inbox inbox) {
            this.inbox = Objects.requireNonNull(inbox, "inbox");
            return this;
        }

        /**
         * Sets the clock by which slow ticks are found; by default the machine's. The scheduler is not used: the machine
         * runs where its ticks come from.
         *
         * @param timebase the clock
         * @return this
         */
        public Builder<S> timebase(Timebase timebase) {
            this.timebase = Objects.requireNonNull(timebase, "timebase");
            return this;
        }

        /**
         * Sets how many events a tick takes.
         *
         * @param max at least 1; not less than the number of clients, if each is to be heard in every tick;
         *     {@value GameStateMachine#DEFAULT_EVENTS_PER_TICK} if not set
         * @return this
         */
        public Builder<S> eventsPerTick(int max) {
            if (max < 1) {
                throw new IllegalArgumentException("a tick takes at least 1 event, not " + max);
            }
            this.eventsPerTick = max;
            return this;
        }

        /**
         * Sets how long a request of {@link GameStateMachine#async} may take, on the clock of the {@link #timebase}; looked at with
         * each tick.
         *
         * @param limit more than zero; 30 seconds if not set
         * @return this
         */
        public Builder<S> asyncTimeout(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException(
                        "a request needs more time than " + limit + ": give it seconds, Duration.ofSeconds(30)");
            }
            this.asyncTimeout = limit;
            return this;
        }

        /**
         * Makes the machine.
         *
         * @return the machine, not running
         */
        public GameStateMachine<S> build() {
            return new GameStateMachine<>(this);
        }
    }
}
