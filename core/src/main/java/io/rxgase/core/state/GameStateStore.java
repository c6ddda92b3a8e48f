package io.rxgase.core.state;

import io.reactivex.rxjava3.core.Flowable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest state of a game and its recent past, and streams it.
 *
 * <pre>{@code
 * GameStateStore<Chase> store = GameStateStore.create(StateModel.of(Chase.class), Snapshot.initial(chase));
 * Disposable rendering = store.states().subscribe(view::render);
 * store.push(new Snapshot<>(1, GameStatus.ACTIVE, 20_000_000L, later));
 * Optional<GameStateUpdate> update = store.updateSince(0);
 * }</pre>
 *
 * <p>{@link #push(Snapshot) push}, {@link #reset} and {@link #complete} are called on one thread, that of the game loop or the
 * connection; everything else may be called on any thread. What is older than the {@link HistoryLimit} is forgotten.
 *
 * <p>The streams never fail because a subscriber is slow, and hold nothing for it: they conflate. A subscriber gets the
 * newest state as soon as it requests, at first the current one, and after that only newer ones. It is called on the
 * thread that pushes, or on the one that requests: use {@code observeOn(scheduler, false, 1)} to leave it. A subscriber
 * that throws is cancelled, counted and logged; pusher and other subscribers do not notice.
 *
 * @param <S> the type of the states
 */
public final class GameStateStore<S> {
    private final StateModel<S> model;
    private final HistoryLimit limit;
    private final ConflatingHub<Version<S>> hub = new ConflatingHub<>();
    private final Flowable<Snapshot<S>> snapshots = hub.stream((seen, newest) -> newest.snapshot);
    private final Flowable<S> states = hub.stream((seen, newest) -> newest.snapshot.state());
    private final Flowable<GameStateUpdate> updates = hub.stream(this::update);
    /** Oldest first; the array is replaced, never changed, so that any thread may read it. */
    private volatile Version<S>[] history = versions(0);

    /**
     * One version.
     *
     * @param series which unbroken series of versions it belongs to
     * @param number the same only for versions that hold the same; greater by one if {@code fromPrevious} leads from one to the other
     * @param fromPrevious the update from the version before it, if it is known
     * @param hadLess whether it was {@linkplain #amend amended}, so that who holds this version may not hold all of it
     * @param bytesBefore the estimate of what all versions before it in the series needed
     * @param bytesAfter the same with this version, so that what any part of the history needs is one subtraction
     */
    private record Version<S>(
            Snapshot<S> snapshot,
            int series,
            long number,
            @Nullable GameStateUpdate fromPrevious,
            boolean hadLess,
            long bytesBefore,
            long bytesAfter) {
        static <S> Version<S> first(Snapshot<S> snapshot, int series) {
            return new Version<>(snapshot, series, 0, null, false, 0, 0);
        }

        /** The version after this one, by an update from this one or from one before it. */
        Version<S> next(Snapshot<S> later, GameStateUpdate update) {
            boolean oneStep = update.base() == snapshot.timeOrder();
            long bytes = HistoryLimit.estimate(update.changes());
            return new Version<>(
                    later, series, number + 1, oneStep ? update : null, false, bytesAfter, bytesAfter + bytes);
        }

        /** The same version with more in it; what leads to it from the one before is found out when somebody asks. */
        Version<S> amended(Snapshot<S> same, Changes changes) {
            boolean isSame = changes.isEmpty() && same.oldestTimeOrder() == snapshot.oldestTimeOrder();
            return new Version<>(
                    same,
                    series,
                    isSame ? number : number + 1,
                    isSame ? fromPrevious : null,
                    hadLess || !isSame,
                    bytesBefore,
                    bytesAfter + HistoryLimit.estimate(changes));
        }
    }

    private GameStateStore(StateModel<S> model, HistoryLimit limit) {
        this.model = Objects.requireNonNull(model, "model");
        this.limit = Objects.requireNonNull(limit, "limit");
    }

    /**
     * Returns a store that holds nothing yet: its streams begin with the first push.
     *
     * @param model how states are compared
     * @param limit how much of the past is kept
     * @param <S> the type of the states
     * @return the store
     */
    public static <S> GameStateStore<S> empty(StateModel<S> model, HistoryLimit limit) {
        return new GameStateStore<>(model, limit);
    }

    /**
     * Returns a store with a first state and the {@linkplain HistoryLimit#DEFAULT usual} history.
     *
     * @param model how states are compared
     * @param initial the first version
     * @param <S> the type of the states
     * @return the store
     */
    public static <S> GameStateStore<S> create(StateModel<S> model, Snapshot<S> initial) {
        return create(model, initial, HistoryLimit.DEFAULT);
    }

    /**
     * Returns a store with a first state.
     *
     * @param model how states are compared
     * @param initial the first version
     * @param limit how much of the past is kept
     * @param <S> the type of the states
     * @return the store
     */
    public static <S> GameStateStore<S> create(StateModel<S> model, Snapshot<S> initial, HistoryLimit limit) {
        GameStateStore<S> store = new GameStateStore<>(model, limit);
        store.push(initial);
        return store;
    }

    /**
     * Makes a version the newest one. Called on the one thread of the game loop or the connection.
     *
     * @param next a version later than the newest one, and not before it in game time
     * @throws IllegalArgumentException if it is not
     * @throws IllegalStateException after {@link #complete}
     */
    public void push(Snapshot<S> next) {
        checkOpen();
        Version<S>[] past = history;
        if (past.length == 0) {
            publish(past, Version.first(next, 0));
            return;
        }
        Version<S> newest = past[past.length - 1];
        checkFollows(newest.snapshot, next);
        publish(past, newest.next(next, model.diff(newest.snapshot, next)));
    }

    /**
     * Applies an update to the version that it was made against, which may be older than the newest one, and makes the
     * result the newest version. Saves the comparison that {@link #push(Snapshot)} needs. Called on the one thread of the
     * connection.
     *
     * @param update to a version later than the newest one, and not before it in game time
     * @return false if the update's base is not kept, so that the {@linkplain StateModel#whole whole state} is needed;
     *     then nothing has changed
     * @throws StateMismatchException if the update does not fit the type of the states; then nothing has changed
     * @throws IllegalArgumentException if it does not follow the newest version
     * @throws IllegalStateException after {@link #complete}
     */
    public boolean push(GameStateUpdate update) {
        if (update.base() == Snapshot.NO_BASE) {
            push(model.apply(null, update));
            return true;
        }
        checkOpen();
        Version<S>[] past = history;
        Version<S> base = find(past, update.base());
        if (base == null) {
            return false;
        }
        Version<S> newest = past[past.length - 1];
        Snapshot<S> next = model.apply(base.snapshot, update);
        checkFollows(newest.snapshot, next);
        publish(past, newest.next(next, update));
        return true;
    }

    private static void checkFollows(Snapshot<?> newest, Snapshot<?> next) {
        if (next.timeOrder() <= newest.timeOrder() || next.gameTimeNanos() < newest.gameTimeNanos()) {
            throw new IllegalArgumentException("version " + next.timeOrder() + " at " + next.gameTimeNanos()
                    + " ns does not follow version " + newest.timeOrder() + " at " + newest.gameTimeNanos()
                    + " ns: push versions in order, or reset()");
        }
    }

    /**
     * Puts another state in the place of the newest version, as when more of it has arrived. The streams go on as after a push;
     * {@link #updates()} carries what differs. Called on the thread that pushes.
     *
     * @param same a snapshot with the time order of the newest version, not before it in game time
     * @throws IllegalArgumentException if it is of another version
     * @throws IllegalStateException after {@link #complete}
     */
    public void amend(Snapshot<S> same) {
        checkOpen();
        Version<S>[] past = history;
        Version<S> newest = past.length == 0 ? null : past[past.length - 1];
        if (newest == null
                || same.timeOrder() != newest.snapshot.timeOrder()
                || same.gameTimeNanos() < newest.snapshot.gameTimeNanos()) {
            throw new IllegalArgumentException("version " + same.timeOrder() + " at " + same.gameTimeNanos()
                    + " ns is not the newest one: push() is for later versions");
        }
        publish(
                Arrays.copyOf(past, past.length - 1),
                newest.amended(same, model.changes(newest.snapshot.state(), same.state())));
    }

    /**
     * Forgets the past and begins anew with a version of any time order, as after a reconnection. The streams go on;
     * {@link #updates()} continues with the whole state. Called on the thread that pushes.
     *
     * @param first the first version of the new series
     * @throws IllegalStateException after {@link #complete}
     */
    public void reset(Snapshot<S> first) {
        checkOpen();
        Version<S>[] past = history;
        int series = past.length == 0 ? 0 : past[past.length - 1].series + 1;
        publish(versions(0), Version.first(first, series));
    }

    private void checkOpen() {
        if (hub.isCompleted()) {
            throw new IllegalStateException("the store is completed: make a new one");
        }
    }

    private void publish(Version<S>[] past, Version<S> newest) {
        int oldest = Math.max(0, past.length + 1 - limit.versions());
        while (oldest < past.length && newest.bytesAfter - past[oldest].bytesBefore > limit.bytes()) {
            oldest++;
        }
        Version<S>[] kept = versions(past.length - oldest + 1);
        System.arraycopy(past, oldest, kept, 0, past.length - oldest);
        kept[kept.length - 1] = newest;
        history = kept;
        hub.set(newest);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static <S> Version<S>[] versions(int count) {
        return new Version[count];
    }

    /** Ends the streams, each after its subscriber got the newest state. Called on the thread that pushes. */
    public void complete() {
        hub.complete();
    }

    /**
     * Returns the model that the states are compared with.
     *
     * @return the model
     */
    public StateModel<S> model() {
        return model;
    }

    /**
     * Says whether nothing was pushed yet.
     *
     * @return true if there is no current state
     */
    public boolean isEmpty() {
        return history.length == 0;
    }

    /**
     * Returns the newest version.
     *
     * @return the newest version
     * @throws IllegalStateException if {@link #isEmpty}
     */
    public Snapshot<S> current() {
        Version<S>[] versions = history;
        if (versions.length == 0) {
            throw new IllegalStateException("no state was pushed yet: ask isEmpty() first, or subscribe to states()");
        }
        return versions[versions.length - 1].snapshot;
    }

    /**
     * Returns the state of a moment of the recent past.
     *
     * @param gameTimeNanos a game time in nanoseconds
     * @return the newest version that was there at that time, with what has arrived of it: at a client whose budget does not carry all it
     *     may not be {@linkplain Snapshot#isWhole() whole}; the current one for a time to come; empty if that time is before the oldest
     *     version that is kept
     */
    public Optional<Snapshot<S>> at(long gameTimeNanos) {
        Version<S>[] versions = history;
        int end = 0;
        int high = versions.length;
        while (end < high) {
            int middle = (end + high) >>> 1;
            if (versions[middle].snapshot.gameTimeNanos() <= gameTimeNanos) {
                end = middle + 1;
            } else {
                high = middle;
            }
        }
        return end == 0 ? Optional.empty() : Optional.of(versions[end - 1].snapshot);
    }

    /**
     * Returns a version of the recent past.
     *
     * @param timeOrder which version
     * @return the version; empty if it is not kept or never was
     */
    public Optional<Snapshot<S>> version(long timeOrder) {
        return Optional.ofNullable(find(history, timeOrder)).map(Version::snapshot);
    }

    private static <S> @Nullable Version<S> find(Version<S>[] versions, long timeOrder) {
        int low = 0;
        int high = versions.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Version<S> version = versions[middle];
            if (version.snapshot.timeOrder() == timeOrder) {
                return version;
            } else if (version.snapshot.timeOrder() < timeOrder) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /**
     * Returns what changed since a version.
     *
     * @param timeOrder the version that somebody holds
     * @return the update from it to the newest one, which says whether that one has {@linkplain GameStateUpdate#hasOlderParts() older
     *     parts}; empty if that version is not kept or never was, or if more of it came later ({@link #amend}) so that it is not known how
     *     much of it somebody holds: then the {@linkplain StateModel#whole whole state} is needed
     */
    public Optional<GameStateUpdate> updateSince(long timeOrder) {
        Version<S>[] versions = history;
        return Optional.ofNullable(find(versions, timeOrder))
                .filter(held -> !held.hadLess)
                .map(held -> update(held, versions[versions.length - 1]));
    }

    private GameStateUpdate update(@Nullable Version<S> held, Version<S> newest) {
        if (held == null || held.series != newest.series) {
            return model.whole(newest.snapshot);
        }
        GameStateUpdate lastStep = newest.fromPrevious;
        return lastStep != null && newest.number == held.number + 1
                ? lastStep
                : model.diff(held.snapshot, newest.snapshot);
    }

    /**
     * Returns the stream of versions. Conflates: a slow subscriber gets the newest version only. Completes after {@link
     * #complete}.
     *
     * @return a stream for any number of subscribers
     */
    public Flowable<Snapshot<S>> snapshots() {
        return snapshots;
    }

    /**
     * Returns the stream of states. Conflates: a slow subscriber gets the newest state only. Completes after {@link
     * #complete}. A state does not say whether parts of it are older: where that matters take {@link #snapshots()}.
     *
     * @return a stream for any number of subscribers
     */
    public Flowable<S> states() {
        return states;
    }

    /**
     * Returns the stream of updates. Conflates by merging: a slow subscriber gets one update for all that happened since
     * its last one, so nothing is lost. The first update carries the whole state. {@link GameStateUpdate#hasOlderParts()} says
     * whether all of the state that it leads to is of one version. Completes after {@link #complete}; fails if states cannot be compared.
     *
     * @return a stream for any number of subscribers
     */
    public Flowable<GameStateUpdate> updates() {
        return updates;
    }

    /**
     * Returns the stream of what happens to the entities of one table, in order: first each that is there, then, state by state
     * and in key order, those that were added, changed and removed. Conflates by merging for each key: a slow subscriber is told of an
     * entity's last value only, against the one that it was told before, so that nothing is lost and what waits is bounded by the
     * number of entities. Goes on after a {@link #reset}. Completes after {@link #complete}; fails if the function or an entity's
     * {@code equals} throws.
     *
     * <pre>{@code
     * Disposable sprites = store.entities(Chase::players).subscribe(view::change);
     * }</pre>
     *
     * @param table takes the table out of a state; called on the thread that pushes, for each state, so it must not block
     * @param <K> the type of the keys
     * @param <V> the type of the entities
     * @return a stream for any number of subscribers
     */
    public <K, V extends @Nullable Object> Flowable<EntityChange<K, V>> entities(
            Function<? super S, ? extends Map<K, V>> table) {
        return new EntityFlow<>(states, table);
    }

    /**
     * Returns how many subscribers threw and were cancelled.
     *
     * @return a count since the store was made
     */
    public long failedSubscribers() {
        return hub.failedSubscribers();
    }
}
