package io.rxgase.pygase.internal;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.StateModel;
import io.rxgase.pygase.internal.protocol.PygaseEndpoint;
import io.rxgase.pygase.internal.protocol.TextDatagram;
import io.rxgase.sync.internal.GameDialect;
import io.rxgase.sync.internal.StateFlow;
import io.rxgase.sync.internal.StateSender;
import io.rxgase.transport.Connection;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.WireDialect;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** PyGaSe's dialect, the transport's half and the game's. */
public record PygaseDialect() implements WireDialect, GameDialect {
    @Override
    public String name() {
        return "PYGASE";
    }

    @Override
    public String toString() {
        return name();
    }

    // ---- the transport's half

    @Override
    public EndpointMachine machine(EndpointConfig config) {
        return new PygaseEndpoint(config, this);
    }

    @Override
    public boolean claims(ByteBuffer datagram) {
        return PygaseEndpoint.claims(datagram);
    }

    @Override
    public boolean mayBeFragmented() {
        return true;
    }

    // ---- the game's half

    /** A client's wish that the server ends is the one event that goes as plain text. */
    @Override
    public byte[] encodeForServer(Event event, int maxBytes) {
        if (event.type().equals(Event.SHUTDOWN)) {
            return TextDatagram.shutdown();
        }
        PygaseEventCodec.checkForServer(event);
        return PygaseEventCodec.encode(event, maxBytes);
    }

    @Override
    public byte[] encodeForClient(Event event, int maxBytes) {
        PygaseEventCodec.check(event);
        return PygaseEventCodec.encode(event, maxBytes);
    }

    /** Whoever writes the text that ends a server asks for it; an event of that type does not. */
    @Override
    public Decoded<Event> decode(byte[] payload) {
        if (TextDatagram.isShutdown(ByteBuffer.wrap(payload))) {
            return new Decoded.Value<>(Event.of(Event.SHUTDOWN));
        }
        Decoded<Event> decoded = PygaseEventCodec.decode(payload);
        return decoded instanceof Decoded.Value<Event> event
                        && event.value().type().equals(Event.SHUTDOWN)
                ? new Decoded.Fault<>(Decoded.Reason.WRONG_TYPE, Event.SHUTDOWN + " is no event in PyGaSe's dialect")
                : decoded;
    }

    @Override
    public boolean hasControlEvents() {
        return false;
    }

    @Override
    public <S> StateFlow<S> receiver(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        return new PygaseStateFlow<>(model, store, connection);
    }

    @Override
    public <S> Optional<StateSender<S>> sender(StateModel<S> model) {
        return Optional.of(new PygaseFan<>(model));
    }

    @Override
    public <S> Optional<BiConsumer<@Nullable S, S>> requirement(StateModel<S> model, boolean isRestricted) {
        if (isRestricted) {
            throw new IllegalArgumentException("PyGaSe clients get the whole state, but parts of "
                    + model.type().getSimpleName()
                    + " are @ServerOnly or @OwnerOnly, or there is a view: leave PyGaSe's dialect out");
        }
        return Optional.of(new PygaseRules<>(model)::check);
    }
}
