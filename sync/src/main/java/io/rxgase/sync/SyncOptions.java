package io.rxgase.sync;

import io.rxgase.sync.internal.SendRate;
import io.rxgase.sync.internal.StateView;
import io.rxgase.sync.internal.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How states reach the clients; immutable. {@code BackendBuilder} has a method for each of these settings.
 *
 * <pre>{@code
 * SyncOptions<Chase> options = SyncOptions.<Chase>defaults().withSendRate(20).withHistory(256);
 * }</pre>
 *
 * @param <S> the type of the synchronized state
 */
public final class SyncOptions<S> {
    /** How many revisions are kept if nothing else is said: {@value}, which are 2.5 seconds at 50 Hz. */
    public static final int DEFAULT_HISTORY = 128;

    /** How many revisions lie between two checksums if nothing else is said: {@value}, about 5 seconds at 50 Hz. */
    public static final int DEFAULT_SUM_INTERVAL = 256;

    private final List<View<S>> views;
    private final long budget;
    private final Priority<S> priority;
    private final double sendRate;
    private final int history;
    private final int sumInterval;

    private SyncOptions(
            List<View<S>> views, long budget, Priority<S> priority, double sendRate, int history, int sumInterval) {
        this.views = views;
        this.budget = budget;
        this.priority = priority;
        this.sendRate = sendRate;
        this.history = history;
        this.sumInterval = sumInterval;
    }

    /**
     * Everything to everyone, each tick.
     *
     * @param <S> the type of the synchronized state
     * @return the usual options
     */
    public static <S> SyncOptions<S> defaults() {
        return new SyncOptions<>(List.of(), 0, (state, entity, client) -> 1, 0, DEFAULT_HISTORY, DEFAULT_SUM_INTERVAL);
    }

    /**
     * What of the state each client may see.
     *
     * @return none if everyone sees everything
     */
    public List<View<S>> views() {
        return views;
    }

    /**
     * Lets each client see a part of the state only. One view of the whole state, or several of different tables.
     *
     * @param view what a client sees
     * @return options with it
     * @throws IllegalArgumentException if there is a view already that it can't be combined with, or if the view was not made by one
     *     of {@link View}'s methods
     */
    public SyncOptions<S> withView(View<S> view) {
        Objects.requireNonNull(view, "view");
        if (!(view instanceof TableView) && !(view instanceof StateView)) {
            throw new IllegalArgumentException(view.getClass().getName()
                    + " is a view of your own: make it with View.of or another method of View");
        }
        for (View<S> other : views) {
            boolean bothTables = view instanceof TableView && other instanceof TableView;
            if (!bothTables || ((TableView<S>) view).table().equals(((TableView<S>) other).table())) {
                throw new IllegalArgumentException(
                        "there is a view already: a view of the whole state stands alone, and each"
                                + " table has one; use View.of with a function that does both");
            }
        }
        List<View<S>> all = new ArrayList<>(views);
        all.add(view);
        return new SyncOptions<>(List.copyOf(all), budget, priority, sendRate, history, sumInterval);
    }

    /**
     * How many bytes of state each client gets at most.
     *
     * @return bytes per second; 0 for no limit
     */
    public long budget() {
        return budget;
    }

    /**
     * Limits the bytes of state for each client. Where a difference does not fit, entities (the entries of maps that are attributes of the
     * state) go by {@link #withPriority priority}, the others wait. What waits goes as it is when it leaves. While
     * something waits, a client gets the next part when it has confirmed the one before: once for each round trip, or with
     * the next tick if its link loses nothing. Where the path to it carries less by the transport's estimate, that is the budget.
     *
     * @param bytesPerSecond at least 500, or 0 for no limit; heads of packets count 60 bytes each
     * @return options with it
     * @throws IllegalArgumentException if it is out of range
     */
    public SyncOptions<S> withBudget(long bytesPerSecond) {
        if (bytesPerSecond != 0 && bytesPerSecond < 500) {
            throw new IllegalArgumentException("a budget of " + bytesPerSecond
                    + " bytes per second is out of range: use at least 500, or 0 for no limit");
        }
        return new SyncOptions<>(views, bytesPerSecond, priority, sendRate, history, sumInterval);
    }

    /**
     * How much an entity matters to a client when not all can be sent.
     *
     * @return the function
     */
    public Priority<S> priority() {
        return priority;
    }

    /**
     * Sets how much an entity matters. What waits is sorted by weight times the time that it has waited, so everything gets its turn.
     *
     * @param value the function
     * @return options with it
     */
    public SyncOptions<S> withPriority(Priority<S> value) {
        return new SyncOptions<>(
                views, budget, Objects.requireNonNull(value, "priority"), sendRate, history, sumInterval);
    }

    /**
     * How often each client gets a state at most.
     *
     * @return states per second; 0 stands for one each tick
     */
    public double sendRate() {
        return sendRate;
    }

    /**
     * Sends fewer states than there are ticks. A client may ask for less than this, never for more.
     *
     * @param statesPerSecond 0.1 to 1000, or 0 for one each tick
     * @return options with it
     * @throws IllegalArgumentException if it is out of range
     */
    public SyncOptions<S> withSendRate(double statesPerSecond) {
        return new SyncOptions<>(views, budget, priority, SendRate.check(statesPerSecond), history, sumInterval);
    }

    /**
     * How many revisions of the state are kept. A client that holds an older one gets the whole state.
     *
     * @return a number of published states
     */
    public int history() {
        return history;
    }

    /**
     * Keeps more or fewer revisions. They share what did not change.
     *
     * @param revisions 1 to 4096
     * @return options with it
     * @throws IllegalArgumentException if it is out of range
     */
    public SyncOptions<S> withHistory(int revisions) {
        if (revisions < 1 || revisions > 4096) {
            throw new IllegalArgumentException(
                    "a history of " + revisions + " revisions is out of range: use 1 to 4096");
        }
        return new SyncOptions<>(views, budget, priority, sendRate, revisions, sumInterval);
    }

    /**
     * How often a checksum of the state goes along, by which a client notices that its own is another one.
     *
     * @return a number of published states
     */
    public int sumInterval() {
        return sumInterval;
    }

    /**
     * Sends checksums more or less often. Each costs four bytes, and a walk over the whole state on both sides.
     *
     * @param revisions at least 1
     * @return options with it
     * @throws IllegalArgumentException if it is out of range
     */
    public SyncOptions<S> withSumInterval(int revisions) {
        if (revisions < 1) {
            throw new IllegalArgumentException(
                    "a checksum each " + revisions + " revisions is out of range: use 1 or more");
        }
        return new SyncOptions<>(views, budget, priority, sendRate, history, revisions);
    }
}
