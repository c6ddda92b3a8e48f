package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.record.Replay;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.testing.VirtualWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a game's records think of equality and order is their own affair: none of it is asked, so none of it can throw. Keys are strings,
 * whole numbers and enums, whose own code is the JDK's.
 */
class OwnEqualityTest {
    /** Every method that records have without declaring it, and an order. */
    record Moody(int number, String name) implements Comparable<Moody> {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new AssertionError("equals");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString");
        }

        @Override
        public int compareTo(Moody other) {
            throw new AssertionError("compareTo");
        }
    }

    record Realm(
            int step,
            StateMap<Integer, Moody> table,
            Map<Integer, Moody> sorted,
            List<Moody> list,
            Optional<Moody> one) {
        /** Allows the comparator while the game itself makes its map. */
        private static boolean making;

        private static final Comparator<Integer> DESCENDING = (a, b) -> {
            if (!making) {
                throw new AssertionError("comparator");
            }
            return Integer.compare(b, a);
        };

        Realm next() {
            Map<Integer, Moody> descending = new TreeMap<>(DESCENDING);
            making = true;
            for (int i = 0; i < 4; i++) {
                descending.put(i, new Moody(i + step, "sorted"));
            }
            making = false;
            return new Realm(
                    step + 1,
                    table.with(step % 8, new Moody(step, "of the table")),
                    Collections.unmodifiableMap(descending),
                    List.of(new Moody(step, "first"), new Moody(1, "second")),
                    Optional.of(new Moody(step, "one")));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            throw new AssertionError("equals of the state");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode of the state");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString of the state");
        }
    }

    private static final GameLogic<Realm> LOGIC = GameLogic.of(Realm.class)
            .timeStep((realm, dt) -> realm.next())
            .on(Moody.class, (realm, moody, sender) -> Next.state(realm).reply(Event.of(moody)));

    @TempDir
    Path directory;

    @Test
    void shouldNeverAskAGamesRecordsWhatIsEqualOrFirst() {
        Path file = directory.resolve("moody.rec");
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(3)) {
            Backend<Realm> backend =
                    world.start(Backend.of(LOGIC, new Realm(0, StateMap.empty(), Map.of(), List.of(), Optional.empty()))
                            .budget(20_000));
            Recorder<Realm> recorder = backend.record(file, RecordingOptions.defaults());
            Client<Realm> client = world.join(Client.of(Realm.class), "alice");
            TestSubscriber<GameStateUpdate> updates = client.updates().test();
            TestSubscriber<Moody> answers = client.events(Moody.class).test();
            client.send(Event.of(new Moody(3, "hello")));
            world.advanceTimeBy(Duration.ofSeconds(1));

            Realm shown = client.store().current().state();
            assertThat(shown.step()).isGreaterThan(40);
            assertThat(shown.table()).hasSize(8);
            assertThat(shown.sorted().keySet()).containsExactly(0, 1, 2, 3);
            assertThat(updates.values()).hasSizeGreaterThan(20);
            assertThat(answers.values()).hasSize(1);
            recorder.finish().blockingAwait();
            assertThat(Replay.of(file, LOGIC).verify().divergence()).isEmpty();
            assertThat(log.lines()).isEmpty();
        }
    }
}
