package io.rxgase.core.state;

import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.testkit.StreamTck;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.testng.annotations.Factory;

/** The reactive-streams TCK for each stream of a store. What a subscriber saw drives the pushes. */
public class GameStateStoreTckTest extends StreamTck<Object> {
    /** Which stream is verified. */
    public enum Stream {
        STATES,
        SNAPSHOTS,
        UPDATES,
        ENTITIES
    }

    private final Stream stream;

    @Factory
    public static Object[] streams() {
        return new Object[] {
            new GameStateStoreTckTest(Stream.STATES),
            new GameStateStoreTckTest(Stream.SNAPSHOTS),
            new GameStateStoreTckTest(Stream.UPDATES),
            new GameStateStoreTckTest(Stream.ENTITIES)
        };
    }

    GameStateStoreTckTest(Stream stream) {
        this.stream = stream;
    }

    @Override
    public Publisher<Object> createPublisher(long elements) {
        GameStateStore<GameState> store = GameStateStore.empty(StateModel.of(GameState.class), HistoryLimit.DEFAULT);
        if (elements == 0) {
            store.complete();
        } else {
            store.push(Snapshot.initial(state(0)));
        }
        return of(store).doOnNext(item -> advance(store, elements));
    }

    /** Of each state one entity is another than in the one before. */
    private static GameState state(long number) {
        return GameState.of(Map.of("entities", Map.of(1, number)));
    }

    /** A conflating stream gives exactly so many elements only if each push waits until the one before it was seen. */
    private static void advance(GameStateStore<GameState> store, long elements) {
        synchronized (store) {
            Snapshot<GameState> current = store.current();
            if (current.timeOrder() < elements - 1) {
                store.push(new Snapshot<>(
                        current.timeOrder() + 1,
                        GameStatus.ACTIVE,
                        current.gameTimeNanos(),
                        state(current.timeOrder() + 1)));
            } else {
                store.complete();
            }
        }
    }

    private Flowable<Object> of(GameStateStore<GameState> store) {
        return switch (stream) {
            case STATES -> store.states().cast(Object.class);
            case SNAPSHOTS -> store.snapshots().cast(Object.class);
            case ENTITIES ->
                store.<Object, Object>entities(state -> state.getMap("entities").asMap())
                        .cast(Object.class);
            case UPDATES -> store.updates().cast(Object.class);
        };
    }

    @Override
    public Publisher<Object> createFailedPublisher() {
        return null;
    }
}
