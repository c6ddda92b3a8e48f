package io.rxgase.server;

import io.rxgase.core.codec.UpdateCodec;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot, ready to be sent to any number of clients: the difference from a baseline is encoded once, whoever asks
 * first, and shared by all clients that hold that baseline. There are at most as many encodings as the store's
 * history has versions, plus the whole state; they go with the next snapshot.
 */
final class StateFan<S> implements StateSource {
    private final StateModel<S> model;
    private final GameStateStore<S> store;
    private final Snapshot<S> snapshot;
    private final @Nullable PygaseFan<S> pygase;
    private final Map<Long, Frame> encoded = new ConcurrentHashMap<>();

    /** Null stands for a server that has no PyGaSe clients. */
    StateFan(GameStateStore<S> store, Snapshot<S> snapshot, @Nullable PygaseFan<S> pygase) {
        this.model = store.model();
        this.store = store;
        this.snapshot = snapshot;
        this.pygase = pygase;
    }

    @Override
    public long version() {
        return snapshot.timeOrder();
    }

    @Override
    public StateSource in(Dialect dialect) {
        PygaseFan<S> other = pygase;
        return dialect == Dialect.PYGASE && other != null ? other.source(snapshot) : this;
    }

    @Override
    public @Nullable Frame frame(long connectionId, long baseVersion) {
        if (baseVersion == snapshot.timeOrder()) {
            return null;
        }
        Frame known = encoded.get(baseVersion);
        return known != null ? known : encode(baseVersion);
    }

    private Frame encode(long baseVersion) {
        Optional<Snapshot<S>> base = baseVersion == NONE ? Optional.empty() : store.version(baseVersion);
        if (base.isEmpty()) {
            return encoded.computeIfAbsent(NONE, none -> frame(model.whole(snapshot)));
        }
        return encoded.computeIfAbsent(baseVersion, version -> frame(model.diff(base.get(), snapshot)));
    }

    private static Frame frame(GameStateUpdate update) {
        ByteBuffer bytes = ByteBuffer.wrap(UpdateCodec.encode(update)).asReadOnlyBuffer();
        return new Frame(update.base(), update.timeOrder(), bytes);
    }
}
