package io.rxgase.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.record.Recorded.Walk;
import io.rxgase.core.record.Recorded.Walker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("game.rec");
    }

    /** The 137th push, and each after it, depends on a clock that nobody injected. */
    private static GameLogic<Walk> withAClock(AtomicLong clock) {
        return GameLogic.of(Walk.class).on("PUSH", (state, event, sender) -> {
            Walker walker = state.walkers().get(sender.value());
            double x = walker.x() + (walker.pushes() < 136 ? 1 : clock.incrementAndGet());
            return Next.state(state.with(sender.value(), new Walker(x, walker.pushes() + 1)));
        });
    }

    private static List<Frame> onePushEachTick(int count) {
        Incoming push = new Incoming(new ClientId(2), Event.of("PUSH"));
        return Stream.iterate(Tick.first(Recorded.STEP), Tick::next)
                .limit(count)
                .map(tick -> Frame.of(tick, push))
                .toList();
    }

    @Test
    void shouldNameTheTickAndTheAttributeOfAHandlerThatReadsAClock() {
        GameLogic<Walk> logic = withAClock(new AtomicLong());
        Recorded.record(file, logic, Recorded.START, onePushEachTick(200), Recorded.INLINE);

        Verification verification = Replay.of(file, logic).verify();

        assertThat(verification.divergence()).hasValueSatisfying(found -> {
            assertThat(found.tick()).isEqualTo(137);
            assertThat(found.kind()).isEqualTo(Divergence.Kind.CHANGES);
            assertThat(found.differences()).containsExactly(new Difference("walkers.2.x", "147.0", "211.0"));
        });
        assertThat(verification)
                .hasToString("differs after 137 frames: tick 137 (game time 2.74 s) changed the state otherwise:"
                        + " walkers.2.x: recorded 147.0, replayed 211.0");
    }

    @Test
    void shouldNameTheTickWhereOnlyAChecksumOfTheChangesIsKept() {
        GameLogic<Walk> logic = withAClock(new AtomicLong());
        Recorded.record(file, logic, Recorded.START, onePushEachTick(200), Recorded.INLINE.withChangesUpTo(0));

        assertThat(Replay.of(file, logic).verify().divergence()).hasValueSatisfying(found -> {
            assertThat(found.tick()).isEqualTo(137);
            assertThat(found.kind()).isEqualTo(Divergence.Kind.UNKNOWN);
            assertThat(found.differences()).as("no state was written after it").isEmpty();
        });
    }

    @Test
    void shouldNameTheAttributeByTheNextWholeStateWhereOnlyAChecksumOfTheChangesIsKept() {
        GameLogic<Walk> logic = withAClock(new AtomicLong());
        Recorded.record(
                file,
                logic,
                Recorded.START,
                onePushEachTick(200),
                Recorded.INLINE.withChangesUpTo(0).withStateEvery(Duration.ofSeconds(1)));

        Verification verification = Replay.of(file, logic).verify();

        assertThat(verification.frames()).isEqualTo(137);
        assertThat(verification.divergence()).hasValueSatisfying(found -> {
            assertThat(found.tick()).isEqualTo(137);
            assertThat(found.kind()).isEqualTo(Divergence.Kind.UNKNOWN);
            assertThat(found.differences()).extracting(Difference::path).containsExactly("walkers.2.x");
        });
    }

    @Test
    void shouldFindEventsThatAreSentOtherwise() {
        AtomicLong clock = new AtomicLong();
        GameLogic<Walk> logic = GameLogic.of(Walk.class)
                .on(
                        "PUSH",
                        (state, event, sender) ->
                                Next.state(state).toAll(Event.of("BANG", Math.max(40, clock.incrementAndGet()))));
        Recorded.record(file, logic, Recorded.START, onePushEachTick(60), Recorded.INLINE);

        assertThat(Replay.of(file, logic).verify().divergence()).hasValueSatisfying(found -> {
            assertThat(found.tick()).isEqualTo(1);
            assertThat(found.kind()).isEqualTo(Divergence.Kind.SENT);
        });
    }

    @Test
    void shouldFindAStateThatIsChangedInPlace() {
        @SuppressWarnings("ArrayRecordComponent") // the trap
        record Trap(byte[] bytes, int pushes) {}
        GameLogic<Trap> logic = GameLogic.of(Trap.class).on("PUSH", (state, event, sender) -> {
            state.bytes()[0]++;
            return Next.state(new Trap(state.bytes(), state.pushes() + 1));
        });
        Recorded.record(file, logic, new Trap(new byte[] {1}, 0), onePushEachTick(200), Recorded.INLINE);

        assertThat(Replay.of(file, logic).verify().divergence())
                .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(Divergence.Kind.STATE));
    }

    @Test
    void shouldFindRulesThatHaveChanged() {
        Recorded.record(file, 1, 500);
        GameLogic<Walk> faster = GameLogic.of(Walk.class)
                .timeStep((state, dt) ->
                        state.with(1, new Walker(state.walkers().get(1L).x() + 2 * dt, 0)));

        assertThat(Replay.of(file, faster).verify().divergence())
                .hasValueSatisfying(
                        found -> assertThat(found.differences().get(0).path()).isEqualTo("walkers.1.x"));
    }
}
