package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.SyncModel;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.StateSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Fans states out to clients. {@link #publish} makes a numbered revision of each snapshot, from what changed; the transport then pulls
 * each client's frame from it, on the event loop of that client's connection. Two revisions may be of one snapshot, when
 * somebody did not get all of it the first time.
 *
 * <p>Published by one thread; frames are asked for on any event loop, one at a time for each connection.
 */
final class StateFan<S> {
    private static final int SPARE_LINEAGES = 64;

    private final Guard guard;
    private final StateModel<S> states;
    private final SyncModel<S> model;
    private final SyncOptions<S> options;
    private final @Nullable StateView<S> stateView;
    private final List<TableView<S>> tables;
    private final UnseenNames unseen;
    /** What was shown last under each key of a view; some are forgotten when there are many more than clients. */
    private final Map<Object, EncodedState<S>> lineages = new ConcurrentHashMap<>();

    private final Map<Dialect, StateSender<S>> senders;
    private final LongSupplier clock;
    private final Consumer<StateSource> offer;
    private final LongFunction<ClientId> ids;
    // Bounded by TransportOptions.maxConnections.
    private final Map<Long, ClientFeed<S>> feeds = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable Revision<S>> history;
    private final AtomicBoolean behind = new AtomicBoolean();
    private volatile @Nullable Revision<S> newest;
    /** Of what was published last, which may be later than the newest revision: nothing has changed since. */
    private @Nullable Snapshot<S> latest;

    private volatile long publishNanos;

    /**
     * A fan that has published nothing.
     *
     * @param senders of the dialects that have frames of their own
     * @param offer hands a source to the transport; called with ever newer versions
     * @param ids the client of a connection
     */
    StateFan(
            GameStateStore<S> store,
            SyncOptions<S> options,
            Map<Dialect, StateSender<S>> senders,
            LongSupplier clock,
            Consumer<StateSource> offer,
            LongFunction<ClientId> ids) {
        this(store, options, senders, clock, offer, ids, new Guard(LoggerFactory.getLogger(StateFan.class)));
    }

    /** As the other one, with a guard that hears of views and priorities that throw. */
    StateFan(
            GameStateStore<S> store,
            SyncOptions<S> options,
            Map<Dialect, StateSender<S>> senders,
            LongSupplier clock,
            Consumer<StateSource> offer,
            LongFunction<ClientId> ids,
            Guard guard) {
        this.guard = guard;
        this.states = store.model();
        this.model = SyncModel.of(states);
        this.options = options;
        StateView<S> whole = null;
        List<TableView<S>> divided = new ArrayList<>();
        for (View<S> view : options.views()) {
            if (view instanceof TableView<S> table) {
                divided.add(table);
            } else {
                whole = (StateView<S>) view;
            }
        }
        this.stateView = whole;
        this.tables = List.copyOf(divided);
        this.senders = senders;
        this.unseen = new UnseenNames(states.type() == GameState.class ? tables : List.of());
        tables.forEach(view -> view.requireNames(model));
        this.clock = clock;
        this.offer = offer;
        this.ids = ids;
        this.history = new AtomicReferenceArray<>(options.history());
    }

    /**
     * Shows a snapshot to every client. If it differs from the one before in nothing but its time, nothing is sent for its sake: who
     * holds the one before hears with the next keep-alive that the game goes on.
     */
    synchronized void publish(Snapshot<S> snapshot) {
        latest = snapshot;
        Revision<S> last = newest;
        long now = clock.getAsLong();
        if (last == null) {
            EncodedState<S> all = EncodedState.of(model, snapshot.state());
            Attributes rest = rest(all.shared());
            List<Groups> groups = tables.stream()
                    .map(view -> Groups.of(view, all.shared(), options.history()))
                    .toList();
            reveal(new Revision<>(1, snapshot, now, all, rest, groups));
            return;
        }
        Changes changes = model.sharedChanges(last.all.state(), snapshot.state());
        EncodedState<S> all = last.all.next(model, snapshot.state(), changes);
        if (changes.isEmpty() && isStill(last, snapshot, all)) {
            if (!catchUp()) {
                offer.accept(new Source(last, snapshot));
            }
            return;
        }
        List<Groups> groups = last.groups.stream()
                .map(before -> before.next(all.shared(), changes))
                .toList();
        Attributes rest = tables.isEmpty() || !unseen.isEmpty()
                ? rest(all.shared())
                : withoutTables(changes).applyTo(last.rest);
        reveal(new Revision<>(last.number + 1, snapshot, now, all, rest, groups));
        if (lineages.size() > 2 * feeds.size() + SPARE_LINEAGES) {
            lineages.clear();
        }
    }

    /** Whether clients see the same as before, given that the shared part has not changed. */
    private boolean isStill(Revision<S> last, Snapshot<S> snapshot, EncodedState<S> all) {
        if (snapshot.status() != last.snapshot.status() || all.owned() != last.all.owned()) {
            return false;
        }
        // A view may go by what no client is shown.
        return options.views().isEmpty()
                || states.changes(last.all.state(), snapshot.state()).isEmpty();
    }

    /** Without the tables that are divided into groups. */
    private Attributes rest(Attributes shared) {
        Attributes rest = shared;
        for (TableView<S> view : tables) {
            rest = rest.with(view.table(), Attributes.EMPTY);
        }
        return unseen.isEmpty() ? rest : unseen.look(shared, rest);
    }

    private Changes withoutTables(Changes changes) {
        Changes.Builder others = Changes.builder();
        changes.asMap().forEach((key, change) -> {
            if (tables.stream().noneMatch(view -> view.table().equals(key))) {
                others.put(key, change);
            }
        });
        return others.build();
    }

    /** What a client is to see of a revision. */
    Baseline shownTo(ClientId client, Revision<S> revision) {
        S state = revision.snapshot.state();
        if (stateView != null) {
            EncodedState<S> viewed = viewed(revision, stateView, stateView.key().apply(state, client));
            return Baseline.of(revision.number, revision.snapshot, viewed.shared(), List.of(), viewed.own(client));
        }
        Attributes own = revision.all.own(client);
        if (tables.isEmpty() && own.isEmpty()) {
            return revision.everyone;
        }
        List<Groups.VisibleGroups> seen = new ArrayList<>(tables.size());
        for (int i = 0; i < tables.size(); i++) {
            Groups.VisibleGroups one =
                    revision.groups.get(i).seen(tables.get(i).sight().apply(state, client));
            seen.add(one);
            if (own.asMap().get(one.table()) instanceof Attributes inside) {
                Attributes.Builder visible = Attributes.builder();
                inside.asMap().forEach((key, value) -> {
                    if (one.entity(key) != null) {
                        visible.put(key, value);
                    }
                });
                own = own.with(one.table(), visible.build());
            }
        }
        return Baseline.of(revision.number, revision.snapshot, revision.rest, seen, own);
    }

    private EncodedState<S> viewed(Revision<S> revision, StateView<S> view, Object key) {
        S state = revision.snapshot.state();
        if (!view.ofOne()) {
            return revision.viewed(key, () -> next(key, view.show().apply(state, key)));
        }
        S shown = view.show().apply(state, key);
        EncodedState<S> viewed = revision.viewed(shown, () -> next(key, shown));
        lineages.put(key, viewed);
        return viewed;
    }

    /** Made from what was shown under the same key before, so that it shares with it what did not change. */
    private EncodedState<S> next(Object key, S state) {
        EncodedState<S> before = lineages.get(key);
        EncodedState<S> viewed = before == null
                ? EncodedState.of(model, state)
                : before.next(model, state, model.sharedChanges(before.state(), state));
        lineages.put(key, viewed);
        return viewed;
    }

    /** Whether what a client is shown depends on the client in more than what is its own. */
    boolean remembersPerClient() {
        return stateView != null || !tables.isEmpty() || options.budget() > 0;
    }

    /**
     * Offers the newest snapshot once more, if somebody does not have all of it; called at each tick without a new one. Returns whether
     * it did.
     */
    synchronized boolean catchUp() {
        Revision<S> last = newest;
        Snapshot<S> snapshot = latest;
        if (last == null || snapshot == null || !behind.getAndSet(false)) {
            return false;
        }
        reveal(last.again(last.number + 1, snapshot, clock.getAsLong()));
        return true;
    }

    private void reveal(Revision<S> revision) {
        publishNanos = clock.getAsLong() - revision.clockNanos;
        newest = revision;
        history.set((int) (revision.number % history.length()), revision);
        offer.accept(new Source(revision, revision.snapshot));
    }

    /** A revision of the recent past; null if it is too old, or never was. */
    @Nullable
    Revision<S> revision(long number) {
        if (number < 0) {
            return null;
        }
        Revision<S> found = history.get((int) (number % history.length()));
        return found != null && found.number == number ? found : null;
    }

    SyncModel<S> model() {
        return model;
    }

    SyncOptions<S> options() {
        return options;
    }

    /** Somebody does not have all of the newest revision. */
    void fallBehind() {
        behind.set(true);
    }

    /** What is known of a connection; made when first asked for, which may be before its client has joined. */
    ClientFeed<S> feed(long connection) {
        ClientFeed<S> known = feeds.get(connection);
        return known != null ? known : feeds.computeIfAbsent(connection, id -> new ClientFeed<>(this, ids.apply(id)));
    }

    /** How long it took to prepare the newest revision. */
    long publishNanos() {
        return publishNanos;
    }

    /** The number of the newest revision; 0 if there is none. */
    long number() {
        Revision<S> last = newest;
        return last == null ? 0 : last.number;
    }

    /** How many different frames were written for the newest revision. */
    int encodings() {
        Revision<S> last = newest;
        return last == null ? 0 : last.encodings();
    }

    FeedReading reading(long connection) {
        return feed(connection).reading(number());
    }

    /** A connection has ended. */
    void left(long connection) {
        feeds.remove(connection);
    }

    private final class Source implements StateSource {
        private final Revision<S> revision;
        private final Snapshot<S> snapshot;
        private final byte @Nullable [] heartbeat;

        /** A revision as of a snapshot that is its own, or a later one in which nothing has changed. */
        @SuppressWarnings("ReferenceEquality") // the revision's own
        Source(Revision<S> revision, Snapshot<S> snapshot) {
            this.revision = revision;
            this.snapshot = snapshot;
            this.heartbeat = snapshot == revision.snapshot
                    ? null
                    : new StillFrame(snapshot.timeOrder(), snapshot.gameTimeNanos()).encode();
        }

        @Override
        public byte @Nullable [] heartbeat() {
            return heartbeat;
        }

        @Override
        public long version() {
            return revision.number;
        }

        @Override
        public StateSource in(Dialect dialect) {
            StateSender<S> other = senders.get(dialect);
            return other == null ? this : other.source(snapshot);
        }

        @Override
        public @Nullable Frame frame(Receiver receiver, long baseVersion) {
            try {
                return feed(receiver.connectionId()).frame(revision, receiver, baseVersion);
            } catch (Throwable thrown) {
                // One client goes without this state, which is reported where it is sent; nothing is shown that no view
                // has allowed.
                if (Guard.isFatal(thrown)) {
                    guard.caught("a view, a priority, or a record that is read for it,", thrown);
                }
                throw thrown;
            }
        }
    }
}
