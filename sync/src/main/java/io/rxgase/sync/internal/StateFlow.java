package io.rxgase.sync.internal;

import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Misfit;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateReader;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns state frames into snapshots in the store, as the dialect of the connection has it. Runs on the connection's event loop.
 *
 * @param <S> the type of the state
 */
public abstract class StateFlow<S> {
    private static final Logger LOG = LoggerFactory.getLogger(StateFlow.class);

    /** Their names come from the wire, so there is a bound. */
    private static final int MOST_KINDS = 64;

    /** Of the states. */
    protected final StateModel<S> model;

    /** Makes states of attributes. */
    protected final StateReader<S> reader;

    /** Takes the snapshots. */
    protected final GameStateStore<S> store;

    /** Where frames arrive. */
    protected final Connection connection;

    final Guard guard = new Guard(LOG, error -> {});
    private final AtomicLong resyncs = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong divergences = new AtomicLong();
    private final AtomicLong misfits = new AtomicLong();
    private volatile long toldAtNanos;

    /** The kinds of misfits that were logged; on the event loop. */
    private final Set<String> kinds = new HashSet<>();
    /** Where something does not fit in the last state; on the event loop. */
    private Set<List<Object>> unfit = Set.of();

    /**
     * Idle.
     *
     * @param model of the states
     * @param store takes the snapshots
     * @param connection where frames arrive
     */
    protected StateFlow(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        this.model = model;
        this.reader = StateReader.of(model);
        this.store = store;
        this.connection = connection;
    }

    /**
     * The flow of a connection, idle.
     *
     * @param model of the states
     * @param store takes the snapshots
     * @param connection where frames arrive
     * @param <S> the type of the state
     * @return {@link #start} it
     */
    public static <S> StateFlow<S> of(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        return GameDialect.of(connection.dialect()).receiver(model, store, connection);
    }

    /** Subscribes. */
    public void start() {
        var unused = connection
                .states()
                .subscribe(
                        this::acceptGuarded,
                        error -> guard.call("the end of the states", store::complete),
                        () -> guard.call("the end of the states", store::complete));
    }

    /** Whatever a record's own code throws leaves out one state, and the next one is a difference to what is held. */
    private void acceptGuarded(StateSource.Frame frame) {
        try {
            accept(frame);
        } catch (Throwable thrown) {
            malformed.incrementAndGet();
            guard.caught("a record of the state, as the server has sent it,", thrown);
        }
    }

    /**
     * A frame arrived.
     *
     * @param frame whose bytes are valid during the call
     */
    protected abstract void accept(StateSource.Frame frame);

    /**
     * How often this client had to ask for the whole state because it could not apply a difference.
     *
     * @return a count; any thread
     */
    public final long resyncs() {
        return resyncs.get();
    }

    /**
     * Frames dropped because their bytes were no update or did not fit the state type.
     *
     * @return a count; any thread
     */
    public final long malformed() {
        return malformed.get();
    }

    /**
     * How often a checksum of the server showed that this client's state was not the server's.
     *
     * @return a count; any thread
     */
    public final long divergences() {
        return divergences.get();
    }

    /**
     * How many values did not fit the state type and were replaced.
     *
     * @return a count; any thread
     */
    public final long misfits() {
        return misfits.get();
    }

    /** The server has said what the newest game time is, which the store has. */
    protected final void told() {
        toldAtNanos = connection.nanoTime();
    }

    /**
     * The newest game time that the server has told.
     *
     * @return nanoseconds; -1 before the first
     */
    public final long gameTimeNanos() {
        return store.isEmpty() ? -1 : store.current().gameTimeNanos();
    }

    /**
     * How long ago the server has told it.
     *
     * @return nanoseconds; -1 before the first
     */
    public final long gameTimeAgeNanos() {
        return store.isEmpty() ? -1 : Math.max(0, connection.nanoTime() - toldAtNanos);
    }

    /** The state here is not what the server has. */
    final void diverged() {
        if (divergences.getAndIncrement() == 0) {
            LOG.warn("This client's state differed from the server's; it asks for the whole state");
        }
    }

    /** The whole state is asked for. */
    protected final void resynced() {
        resyncs.incrementAndGet();
    }

    /**
     * A frame can't be read.
     *
     * @param fault why
     */
    protected final void unreadable(Decoded<?> fault) {
        if (malformed.getAndIncrement() == 0) {
            LOG.warn("The server sent a state that cannot be read; such states are dropped and counted: {}", fault);
        }
    }

    /**
     * Counts what does not fit and still did in the state before, and logs it once for each kind.
     *
     * @param now what was made of the attributes
     * @return the state, or null if there is none
     */
    protected final @Nullable S fitting(StateReader.Reading<S> now) {
        Set<List<Object>> known = unfit;
        unfit = now.misfits().isEmpty() ? Set.of() : new HashSet<>();
        for (Misfit misfit : now.misfits()) {
            if (unfit.add(misfit.path()) && !known.contains(misfit.path())) {
                misfits.incrementAndGet();
                report(misfit);
            }
        }
        if (now.state() == null) {
            malformed.incrementAndGet();
        }
        return now.state();
    }

    private void report(Misfit misfit) {
        if (kinds.size() < MOST_KINDS && kinds.add(misfit.kind())) {
            LOG.warn(
                    "The server's {} does not fit {} of this client: expected {}, found {}; {}. Further ones of this kind ({}) are"
                            + " counted in ClientStats.misfits",
                    misfit.place(),
                    model.type().getSimpleName(),
                    misfit.expected(),
                    misfit.found(),
                    misfit.remedy(),
                    misfit.kind());
        }
    }
}
