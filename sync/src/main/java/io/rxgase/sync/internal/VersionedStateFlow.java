package io.rxgase.sync.internal;

import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateReader;
import io.rxgase.core.state.SyncModel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * RxGaSe's own dialect: a difference is applied to the very revision that it was made against. What cannot be applied asks
 * for the difference to what is held, or for the whole state. Beside the game's states it keeps the attributes as the server has them, which differ from what this
 * client's type makes of them if it is of another build.
 */
final class VersionedStateFlow<S> extends StateFlow<S> {
    /** How many revisions are kept for differences to come. */
    private static final int MOST_REVISIONS = 256;

    /** How many revisions before the base of a difference the next one may start from, if one was lost. */
    private static final int MOST_BACK = 64;

    /** The newest last. */
    private final ArrayDeque<Revision<S>> revisions = new ArrayDeque<>();

    private boolean wantsWhole;

    /** When the server said last that nothing has changed, and what was held then. */
    private @Nullable StillFrame still;

    private long stillVersion = StateSource.NONE;

    /** What was held at one revision. */
    private record Revision<S>(long version, SyncFrame.Held held, StateReader.Reading<S> reading) {}

    VersionedStateFlow(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        super(model, store, connection);
    }

    @Override
    public void start() {
        super.start();
        // An end or an error is told by the states.
        var unused = connection
                .heartbeats()
                .subscribe(told -> guard.call("a state model, for a later time,", () -> goOn(told)), error -> {});
    }

    /** The server says that the game goes on, and that what is held is still the newest. */
    private void goOn(byte[] heartbeat) {
        StillFrame told = StillFrame.decode(heartbeat);
        if (told == null || store.isEmpty() || revisions.isEmpty()) {
            return;
        }
        Snapshot<S> newest = store.current();
        if (told.timeOrder() > newest.timeOrder() && told.gameTimeNanos() >= newest.gameTimeNanos()) {
            still = told;
            stillVersion = revisions.getLast().version;
            told();
            store.push(at(told, newest));
        }
    }

    private Snapshot<S> at(StillFrame told, Snapshot<S> snapshot) {
        return new Snapshot<>(
                told.timeOrder(),
                snapshot.status(),
                told.gameTimeNanos(),
                model.stamped(snapshot.state(), told.timeOrder(), snapshot.status()),
                snapshot.isWhole() ? told.timeOrder() : snapshot.oldestTimeOrder(),
                snapshot.misfits());
    }

    @Override
    protected void accept(StateSource.Frame frame) {
        boolean whole = frame.baseVersion() == StateSource.NONE;
        Revision<S> base = whole ? null : find(frame.baseVersion());
        if (base == null && !whole) {
            askAgain();
            return;
        }
        SyncFrame.Held held = base == null ? SyncFrame.Held.NOTHING : base.held;
        Decoded<SyncFrame> decoded = SyncFrame.decode(frame.bytes(), held);
        if (!(decoded instanceof Decoded.Value<SyncFrame> value)) {
            unreadable(decoded);
            return;
        }
        SyncFrame.Held next = value.value().applyTo(held);
        Integer sum = value.value().sum();
        if (sum != null && sum != next.sum()) {
            diverged();
            // None of what is held can be trusted.
            revisions.clear();
            askForWhole();
            return;
        }
        take(frame, base, value.value(), next);
    }

    private @Nullable Revision<S> find(long version) {
        for (Iterator<Revision<S>> newestFirst = revisions.descendingIterator(); newestFirst.hasNext(); ) {
            Revision<S> revision = newestFirst.next();
            if (revision.version <= version) {
                return revision.version == version ? revision : null;
            }
        }
        return null;
    }

    private void remember(long base, Revision<S> revision) {
        while (!revisions.isEmpty() && revisions.getLast().version >= revision.version) {
            revisions.removeLast();
        }
        revisions.addLast(revision);
        // Versions grow by one or more, so that there are at least so many newer ones than those that go.
        while (revisions.size() > MOST_REVISIONS
                || (revisions.size() > MOST_BACK && revisions.getFirst().version < base - MOST_BACK)) {
            revisions.removeFirst();
        }
    }

    private void take(StateSource.Frame frame, @Nullable Revision<S> base, SyncFrame update, SyncFrame.Held next) {
        StateReader.Reading<S> reading = base == null
                ? whole(all(next))
                : reader.changed(base.reading, changes(base, update, next), () -> all(next));
        wantsWhole = false;
        S state = fitting(reading);
        // What is held are the server's attributes, whatever could be made of them. So differences to them go on.
        remember(frame.baseVersion(), new Revision<>(frame.version(), next, reading));
        if (state != null) {
            Snapshot<S> snapshot = new Snapshot<>(
                    update.timeOrder(),
                    update.status(),
                    update.gameTimeNanos(),
                    model.stamped(state, update.timeOrder(), update.status()),
                    update.oldestTimeOrder(),
                    reading.misfits().size());
            StillFrame told = still;
            boolean isKnownLater =
                    told != null && frame.version() <= stillVersion && told.timeOrder() > update.timeOrder();
            publish(told != null && isKnownLater ? at(told, snapshot) : snapshot);
        }
        connection.holdState(frame.version());
    }

    /** A whole state, too, comes after what was shown: what does not fit in it keeps its last value. */
    private StateReader.Reading<S> whole(Attributes now) {
        Revision<S> last = revisions.peekLast();
        return last == null
                ? reader.read(now)
                : reader.changed(last.reading, Changes.between(all(last.held), now), () -> now);
    }

    /** Both parts as one, as of the same version: no record is made of the one without the other. */
    private Attributes all(SyncFrame.Held held) {
        Attributes all =
                SyncModel.overlay(held.shared(), Attributes.EMPTY, held.own()).applyTo(held.shared());
        return readable(Changes.between(Attributes.EMPTY, all)).applyTo(Attributes.EMPTY);
    }

    private Changes changes(Revision<S> base, SyncFrame update, SyncFrame.Held next) {
        Changes own = SyncModel.overlay(next.shared(), base.held.own(), next.own());
        return readable(update.shared().then(own));
    }

    private Changes readable(Changes changes) {
        return model.type() == GameState.class ? SyncModel.plain(changes) : changes;
    }

    private void publish(Snapshot<S> next) {
        told();
        Snapshot<S> newest = store.isEmpty() ? null : store.current();
        if (newest != null
                && (next.timeOrder() < newest.timeOrder() || next.gameTimeNanos() < newest.gameTimeNanos())) {
            store.reset(next);
        } else if (newest != null && next.timeOrder() == newest.timeOrder()) {
            store.amend(next);
        } else {
            store.push(next);
        }
    }

    /** The base of a difference is not here: it was lost, or no frame was made of it. */
    private void askAgain() {
        if (revisions.isEmpty()) {
            askForWhole();
        } else {
            connection.holdState(revisions.getLast().version);
        }
    }

    /** Counted once for all frames that are of no use until the whole state comes. */
    private void askForWhole() {
        if (!wantsWhole) {
            wantsWhole = true;
            resynced();
        }
        connection.holdState(StateSource.NONE);
    }
}
