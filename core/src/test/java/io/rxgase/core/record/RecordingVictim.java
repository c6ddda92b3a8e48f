package io.rxgase.core.record;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A program that plays and records in real time, says each tick that it has played, and waits to be killed. */
final class RecordingVictim {
    static final int TICKS_PER_SECOND = 200;

    /** If nobody kills it. */
    private static final int SECONDS = 60;

    private static long written;

    private RecordingVictim() {}

    /**
     * A machine that is too busy to let the recorder's thread run would lose more than the recorder does: the game waits when nothing
     * was written during half a second of it.
     */
    private static void letTheRecorderFollow(long tick, Recorder<?> recorder) {
        if (tick % (TICKS_PER_SECOND / 2) == 0) {
            while (recorder.reading().bytes() == written) {
                LockSupport.parkNanos(1_000_000);
            }
            written = recorder.reading().bytes();
        }
    }

    public static void main(String[] args) {
        GameStateMachine<Recorded.Walk> machine = GameStateMachine.of(Recorded.LOGIC, Recorded.START);
        Recorder<Recorded.Walk> recorder =
                Recorder.create(Path.of(args[0]), Recorded.LOGIC.model(), RecordingOptions.defaults());
        try (Timebase live = Timebase.live()) {
            Ticks.fixed(Duration.ofSeconds(1).dividedBy(TICKS_PER_SECOND))
                    .on(live)
                    .take(SECONDS * TICKS_PER_SECOND)
                    .doOnNext(tick -> machine.inbox()
                            .offer(new Incoming(
                                    new ClientId(1), Event.of("PUSH").with("by", Math.sin(tick.gameTime())))))
                    .compose(machine.withInbox())
                    .compose(recorder.from(machine.snapshot()))
                    .doOnNext(transition ->
                            letTheRecorderFollow(transition.frame().tick().number(), recorder))
                    .blockingForEach(transition ->
                            System.out.println(transition.frame().tick().number()));
        }
    }
}
