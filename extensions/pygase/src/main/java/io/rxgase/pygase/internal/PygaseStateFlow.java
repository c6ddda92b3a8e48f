package io.rxgase.pygase.internal;

import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateReader;
import io.rxgase.pygase.internal.protocol.CircularNumber;
import io.rxgase.sync.internal.StateFlow;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import org.jspecify.annotations.Nullable;

/**
 * A PyGaSe server's updates. They do not say what they are a difference to, so they are applied to whatever is held, if they are newer:
 * any is, as long as nothing is held. A deletion of what is not there does nothing; PyGaSe's client would store it.
 *
 * <p>Some servers leave attributes out until they change. A state type that needs them has no state until they came.
 *
 * <p>A new game takes the place of this one when another server answers, which the transport notices, or when {@value #MAX_OLDER} updates on
 * end, none of them empty, are older than what is held. Its first update is taken for a whole state.
 *
 * <p>Nor do updates say whether they carry all that changed. So no snapshot claims to be whole, except for the first one.
 *
 * <p>Time order is counted on beyond its wrap. PyGaSe sends no game time: it is taken to be {@value #TICK_NANOS} ns for each step of the
 * time order.
 */
final class PygaseStateFlow<S> extends StateFlow<S> {
    /** PyGaSe's usual tick. */
    static final long TICK_NANOS = 20_000_000L;

    /** No server that is still the same sends so many. */
    static final int MAX_OLDER = 20;

    private Attributes held = Attributes.EMPTY;
    /** What {@link #held} stands for. */
    private StateReader.@Nullable Reading<S> reading;

    private GameStatus status = GameStatus.ACTIVE;
    private int timeOrder = CircularNumber.NONE;
    private long version;
    /** Nothing held is older. */
    private long firstVersion;

    /** Which server the frames come from. */
    private long server = StateSource.NONE;

    private int older;
    private boolean begins;

    PygaseStateFlow(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        super(model, store, connection);
    }

    @Override
    protected void accept(StateSource.Frame frame) {
        if (frame.baseVersion() != server) {
            server = frame.baseVersion();
            begin();
        }
        Decoded<PygaseUpdate> decoded = PygaseUpdateCodec.decode(frame.bytes());
        if (decoded instanceof Decoded.Value<PygaseUpdate> update) {
            apply(update.value());
        } else {
            unreadable(decoded);
        }
    }

    /** Another game: nothing is held of it. */
    private void begin() {
        held = Attributes.EMPTY;
        reading = null;
        status = GameStatus.ACTIVE;
        timeOrder = CircularNumber.NONE;
        version = 0;
        older = 0;
        begins = true;
        resynced();
        connection.holdState(StateSource.NONE);
    }

    /** Counts what comes from before: its own time order, or nothing at all, is what a server sends that has no news. */
    private void old(PygaseUpdate update, int newer) {
        if (newer < 0 && !update.changes().isEmpty() && ++older == MAX_OLDER) {
            begin();
        }
    }

    private void apply(PygaseUpdate update) {
        boolean first = timeOrder == CircularNumber.NONE;
        int newer = first ? update.timeOrder() : CircularNumber.distance(update.timeOrder(), timeOrder);
        if (newer <= 0) {
            old(update, newer);
            return;
        }
        older = 0;
        timeOrder = update.timeOrder();
        version += newer;
        firstVersion = first ? version : firstVersion;
        status = update.status() == null ? status : update.status();
        Attributes before = held;
        held = update.changes().applyTo(before);
        connection.holdState(timeOrder);
        publish(before);
    }

    private void publish(Attributes before) {
        StateReader.Reading<S> last = reading;
        Attributes now = held;
        StateReader.Reading<S> next =
                last == null ? reader.read(now) : reader.changed(last, Changes.between(before, now), () -> now);
        reading = next;
        S state = fitting(next);
        if (state == null) {
            return;
        }
        Snapshot<S> snapshot = new Snapshot<>(
                version,
                status,
                version * TICK_NANOS,
                model.stamped(state, version, status),
                firstVersion,
                next.misfits().size());
        told();
        if (begins) {
            store.reset(snapshot);
            begins = false;
        } else {
            store.push(snapshot);
        }
    }
}
