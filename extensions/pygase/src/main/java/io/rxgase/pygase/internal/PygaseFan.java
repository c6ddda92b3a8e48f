package io.rxgase.pygase.internal;

import io.rxgase.core.loop.RefusalLog;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.sync.internal.StateSender;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows snapshots to PyGaSe clients. It keeps what each of them holds, so that a silence of any length heals with a plain
 * difference. Snapshots are published by the loop; frames are asked for on the event loop of the connection, one at a time for each
 * connection.
 *
 * @param <S> the type of the state
 */
final class PygaseFan<S> implements StateSender<S> {
    private static final Logger LOG = LoggerFactory.getLogger(PygaseFan.class);

    private final RefusalLog unencoded = new RefusalLog(
            LOG,
            "states could not be encoded for PyGaSe clients",
            "this is a fault of RxGaSe's: report it with its stack");
    private final StateModel<S> model;
    // Bounded by TransportOptions.maxConnections.
    private final Map<Long, PygaseShadow> shadows = new ConcurrentHashMap<>();
    private final DepartedShadows departed = new DepartedShadows();
    private @Nullable Converted<S> newest;
    private volatile long nowNanos;
    private final PygaseRules<S> rules;
    private volatile @Nullable S checked;

    /** A snapshot as attributes. */
    private record Converted<S>(Snapshot<S> snapshot, Attributes tree) {}

    PygaseFan(StateModel<S> model) {
        this.model = model;
        this.rules = new PygaseRules<>(model);
    }

    /**
     * Checks that a snapshot can be carried, after all those that were checked before. Called by the loop.
     *
     * @throws IllegalArgumentException if it can't; the message names the attribute and says what to do
     */
    @Override
    public void check(Snapshot<S> snapshot) {
        rules.check(checked, snapshot.state());
        checked = snapshot.state();
    }

    /** A snapshot for all PyGaSe clients. */
    @Override
    public StateSource source(Snapshot<S> snapshot) {
        nowNanos = snapshot.gameTimeNanos();
        departed.forgetOld(nowNanos);
        return new StateSource() {
            @Override
            public long version() {
                return snapshot.timeOrder();
            }

            @Override
            public @Nullable Frame frame(Receiver receiver, long baseVersion) {
                int timeOrder = baseVersion == NONE ? 0 : (int) baseVersion;
                byte[] bytes = next(receiver.connectionId(), timeOrder, snapshot);
                return bytes == null
                        ? null
                        : new Frame(
                                baseVersion, version(), ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            }
        };
    }

    /** A client has come; what it holds is known if it was here a moment ago. Called on its event loop, before its first frame. */
    @Override
    public void joined(Connection connection) {
        shadows.put(connection.id(), departed.recall(connection.remoteAddress()));
    }

    /** A client is gone. It may come back with what it holds if it was only not heard of. Called on its event loop, after its last frame. */
    @Override
    public void left(Connection connection, DisconnectReason reason) {
        PygaseShadow shadow = shadows.remove(connection.id());
        boolean mayReturn = reason == DisconnectReason.TIMED_OUT;
        if (shadow != null && (mayReturn || reason == DisconnectReason.CLOSED_BY_PEER)) {
            departed.remember(connection.remoteAddress(), shadow, mayReturn, nowNanos);
        }
    }

    private byte @Nullable [] next(long connection, int timeOrder, Snapshot<S> snapshot) {
        try {
            PygaseShadow shadow = shadows.get(connection);
            // Its first datagram may be due before the server has heard of it.
            return shadow == null ? null : shadow.next(timeOrder, treeOf(snapshot), snapshot.status());
        } catch (Throwable e) {
            // It was checked when it was published: a fault of ours must not end the event loop of all clients.
            unencoded.add("for connection " + connection, e);
            return null;
        }
    }

    /** Attributes that share with those of the snapshot before what has not changed, so that differences cost little. */
    private synchronized Attributes treeOf(Snapshot<S> snapshot) {
        Converted<S> last = newest;
        if (last == null) {
            last = new Converted<>(snapshot, model.toAttributes(snapshot.state()));
        } else if (last.snapshot().timeOrder() != snapshot.timeOrder()) {
            Attributes tree =
                    model.changes(last.snapshot().state(), snapshot.state()).applyTo(last.tree());
            last = new Converted<>(snapshot, tree);
        }
        newest = last;
        return last.tree();
    }
}
