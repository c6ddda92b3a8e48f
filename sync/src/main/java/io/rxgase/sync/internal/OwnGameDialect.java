package io.rxgase.sync.internal;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Dialect;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** RxGaSe's own dialect. */
record OwnGameDialect() implements GameDialect {
    static final OwnGameDialect INSTANCE = new OwnGameDialect();

    @Override
    public String name() {
        return Dialect.RXGASE.name();
    }

    @Override
    public byte[] encodeForServer(Event event, int maxBytes) {
        return EventCodec.encode(event);
    }

    @Override
    public byte[] encodeForClient(Event event, int maxBytes) {
        return EventCodec.encode(event);
    }

    @Override
    public Decoded<Event> decode(byte[] payload) {
        return EventCodec.decode(payload);
    }

    @Override
    public boolean hasControlEvents() {
        return true;
    }

    @Override
    public <S> StateFlow<S> receiver(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        return new VersionedStateFlow<>(model, store, connection);
    }

    @Override
    public <S> Optional<StateSender<S>> sender(StateModel<S> model) {
        return Optional.empty();
    }

    @Override
    public <S> Optional<BiConsumer<@Nullable S, S>> requirement(StateModel<S> model, boolean isRestricted) {
        return Optional.empty();
    }
}
