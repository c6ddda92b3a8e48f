package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.record.Replay;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.server.Backend;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.emulation.NetworkConditions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shot counts where the shooter saw the target, although it was elsewhere when the shot arrived. For docs/TESTING.md. */
class LagCompensationTest {
    record Range(double target, int hits, int misses) {}

    /** The target moves two metres a second; a hit must be within ten centimetres. */
    private static final GameLogic<Range> LOGIC = GameLogic.of(Range.class)
            .timeStep((range, dt) -> new Range(range.target() + 2 * dt, range.hits(), range.misses()))
            .on("SHOOT", (range, shot, sender) -> Next.state(range).toBackend(shot))
            .on(
                    "HIT",
                    (range, event, sender) -> Next.state(new Range(range.target(), range.hits() + 1, range.misses())))
            .on(
                    "MISS",
                    (range, event, sender) -> Next.state(new Range(range.target(), range.hits(), range.misses() + 1)));

    private static Event judge(Event shot, GameStateStore<Range> store) {
        return store.at(shot.getLong("seen_nanos"))
                .filter(seen -> Math.abs(seen.state().target() - shot.getDouble("at")) < 0.1)
                .map(seen -> Event.of("HIT"))
                .orElse(Event.of("MISS"));
    }

    @Test
    void shouldHitWhereTheShooterSawTheTarget(@TempDir Path directory) {
        Path file = directory.resolve("range.rec");
        try (VirtualWorld world = VirtualWorld.of(1).with(NetworkConditions.SATELLITE)) {
            Backend<Range> backend = world.start(LOGIC, new Range(0, 0, 0));
            backend.machine().async("SHOOT", shot -> Single.just(judge(shot, backend.store())));
            backend.record(file, RecordingOptions.defaults().withWriter(Schedulers.trampoline()));
            Client<Range> shooter = world.join(Range.class, "shooter");
            world.advanceTimeBy(Duration.ofSeconds(3));

            Snapshot<Range> seen = shooter.store().current();
            double behind = backend.snapshot().state().target() - seen.state().target();
            assertThat(behind).as("how far the picture lags, in metres").isGreaterThan(0.5);
            shooter.send(Event.of("SHOOT").with("at", seen.state().target()).with("seen_nanos", seen.gameTimeNanos()));
            shooter.send(Event.of("SHOOT")
                    .with("at", seen.state().target())
                    .with("seen_nanos", seen.gameTimeNanos() + 500_000_000L));

            world.within(Duration.ofSeconds(3), "both shots are judged", () -> {
                Range range = backend.snapshot().state();
                return range.hits() == 1 && range.misses() == 1;
            });
        }
        // The judgement came in as an event, so the replay needs no history.
        assertThat(Replay.of(file, LOGIC).verify().divergence()).isEmpty();
    }
}
