package io.rxgase.sync.internal;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Dialect;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The game's half of a dialect: events as bytes, who sends and who receives its states, and what its wire can't carry. Stateless. */
public interface GameDialect extends Dialect {
    /**
     * Finds the game's half of a dialect.
     *
     * @param dialect any
     * @return its half
     * @throws IllegalArgumentException if no game can be played in it
     */
    static GameDialect of(Dialect dialect) {
        if (dialect instanceof GameDialect game) {
            return game;
        } else if (dialect.equals(Dialect.RXGASE)) {
            return OwnGameDialect.INSTANCE;
        }
        throw new IllegalArgumentException("no game can be played in the dialect " + dialect.name()
                + ": use Dialect.RXGASE, or one that a module of RxGaSe has");
    }

    /**
     * Encodes an event of a client.
     *
     * @param event any
     * @param maxBytes the largest message that its connection carries
     * @return the bytes of a message
     * @throws IllegalArgumentException if the dialect can't carry it; the message names the argument
     */
    byte[] encodeForServer(Event event, int maxBytes);

    /**
     * Encodes an event of a server.
     *
     * @param event any
     * @param maxBytes the largest message that its connection carries
     * @return the bytes of a message
     * @throws IllegalArgumentException if the dialect can't carry it; the message names the argument
     */
    byte[] encodeForClient(Event event, int maxBytes);

    /**
     * Decodes an event.
     *
     * @param payload the bytes of a message
     * @return the event, or why it is none
     */
    Decoded<Event> decode(byte[] payload);

    /**
     * Whether clients and servers tell each other more than events and states: rates, schemas, and a hello before.
     *
     * @return false if such events mean nothing in it
     */
    boolean hasControlEvents();

    /**
     * Makes a receiver of its states.
     *
     * @param model of the states
     * @param store takes the snapshots
     * @param connection where frames arrive
     * @param <S> the type of the state
     * @return idle
     */
    <S> StateFlow<S> receiver(StateModel<S> model, GameStateStore<S> store, Connection connection);

    /**
     * Makes a sender of its states.
     *
     * @param model of the states
     * @param <S> the type of the state
     * @return empty if it takes the frames of {@link StateFan} as they are
     */
    <S> Optional<StateSender<S>> sender(StateModel<S> model);

    /**
     * What a state has to be like to be shown in it.
     *
     * @param model of the states
     * @param isRestricted whether a client must not see all of a state
     * @param <S> the type of the state
     * @return checks a state, given the one before, null for the first; throws an {@link IllegalArgumentException} whose message names the
     *     attribute and says what to do. Empty if every state can be shown
     * @throws IllegalArgumentException if it could not keep from a client what that must not see
     */
    <S> Optional<BiConsumer<@Nullable S, S>> requirement(StateModel<S> model, boolean isRestricted);
}
