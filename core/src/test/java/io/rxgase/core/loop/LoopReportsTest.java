package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopReportsTest {
    private static final Tick TICK = new Tick(812, 20_000_000, 20_000_000, 0);
    private static final Frame FRAME = Frame.of(TICK);

    private final RecordingLogger log = new RecordingLogger();
    private final LoopReports reports = new LoopReports(log);
    private final Inbox inbox = Inbox.create();
    private final AsyncRequests requests = new AsyncRequests(log, System::nanoTime, AsyncRequests.TIMEOUT);

    private void ran(Frame frame, double tookMillis, double atSecond, HandlerFault... faults) {
        Snapshot<GameState> after = Snapshot.initial(GameState.of(Map.of()));
        reports.ran(new Transition<>(frame, after, List.of(), List.of(faults)), (long) (tookMillis * 1e6), (long)
                (atSecond * TimeUnit.SECONDS.toNanos(1)));
    }

    private static HandlerFault fault(HandlerFault.Kind kind, String type, String message) {
        return new HandlerFault(
                kind, new Incoming(new ClientId(7), Event.of(type)), new IllegalStateException(message));
    }

    @Test
    void shouldReportSlowTicksOnceInTwoSeconds() {
        for (int i = 0; i < 10; i++) {
            ran(FRAME, 31.2, i * 0.5);
        }

        assertThat(log.lines())
                .containsExactly(
                        "WARN Tick 812 took 31.2 ms for a step of 20.0 ms (0 slow ticks since the last report)",
                        "WARN Tick 812 took 31.2 ms for a step of 20.0 ms (3 slow ticks since the last report)",
                        "WARN Tick 812 took 31.2 ms for a step of 20.0 ms (3 slow ticks since the last report)");
        assertThat(reports.stats(inbox, requests).slowTicks()).isEqualTo(10);
    }

    @Test
    void shouldNotCallATickSlowThatKeepsItsStepOrIsPaused() {
        ran(FRAME, 20, 0);
        ran(new Frame(new Tick(1, 0, 0, 7), GameStatus.PAUSED, List.of()), 1, 0);

        assertThat(log.lines()).isEmpty();
        assertThat(reports.stats(inbox, requests)).isEqualTo(new LoopStats(2, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldReportABrokenHandlerWithItsStackAtFirstSightAndThenBriefly() {
        for (int i = 0; i < 5; i++) {
            ran(FRAME, 1, i, fault(HandlerFault.Kind.HANDLER, "MOVE", "boom"));
        }
        ran(FRAME, 1, 4.1, fault(HandlerFault.Kind.HANDLER, "SHOOT", "bang"));

        assertThat(log.lines())
                .containsExactly(
                        "ERROR Event MOVE of client 7 failed; the state stays as it was with the stack of"
                                + " java.lang.IllegalStateException: boom",
                        "ERROR Event MOVE of client 7 failed again, like 1 others since the last report:"
                                + " java.lang.IllegalStateException: boom",
                        "ERROR Event MOVE of client 7 failed again, like 1 others since the last report:"
                                + " java.lang.IllegalStateException: boom",
                        "ERROR Event SHOOT of client 7 failed; the state stays as it was with the stack of"
                                + " java.lang.IllegalStateException: bang");
        assertThat(reports.stats(inbox, requests).handlerFaults()).isEqualTo(6);
    }

    @Test
    void shouldReportAFailedTimeStep() {
        ran(FRAME, 1, 0, new HandlerFault(HandlerFault.Kind.TIME_STEP, null, new ArithmeticException("by zero")));

        assertThat(log.lines())
                .containsExactly("ERROR The time step failed; the state stays as it was with the stack of"
                        + " java.lang.ArithmeticException: by zero");
        assertThat(reports.stats(inbox, requests).timeStepFaults()).isEqualTo(1);
    }

    @Test
    void shouldReportTheMistakesOfClientsOnceForEachType() {
        HandlerFault unknown = new HandlerFault(
                HandlerFault.Kind.UNKNOWN_EVENT, new Incoming(new ClientId(7), Event.of("DANCE")), null);
        for (int i = 0; i < 100; i++) {
            ran(FRAME, 1, i, unknown, fault(HandlerFault.Kind.WRONG_ARGUMENTS, "MOVE", "MOVE: argument x: expected…"));
        }

        assertThat(log.lines())
                .containsExactly(
                        "WARN Event DANCE of client 7 is dropped, and so are others of the type without a further report:"
                                + " there is no handler for it",
                        "WARN Event MOVE of client 7 is dropped, and so are others of the type without a further report:"
                                + " MOVE: argument x: expected…");
        assertThat(reports.stats(inbox, requests).unknownEvents()).isEqualTo(100);
        assertThat(reports.stats(inbox, requests).wrongArguments()).isEqualTo(100);
    }

    @Test
    void shouldNotLetAClientFloodTheLog() {
        String evil = "X\n2026-01-01 ERROR all is lost ".repeat(100);
        for (int i = 0; i < 100_000; i++) {
            ran(
                    FRAME,
                    1,
                    i / 10.0,
                    new HandlerFault(
                            HandlerFault.Kind.UNKNOWN_EVENT, new Incoming(new ClientId(7), Event.of(evil + i)), null));
        }

        assertThat(log.lines())
                .hasSize(LoopReports.MAX_TYPES)
                .allSatisfy(line -> assertThat(line).hasLineCount(1).hasSizeLessThan(350));
        assertThat(reports.stats(inbox, requests).unknownEvents()).isEqualTo(100_000);
    }
}
