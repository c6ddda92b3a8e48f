package io.rxgase.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.record.Recorded.Walk;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.testkit.SweepSize;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("game.rec");
    }

    @Test
    void shouldWriteOnAThreadOfItsOwn() {
        List<Transition<Walk>> run = Recorded.record(
                file, Recorded.LOGIC, Recorded.START, Recorded.frames(1, 900), RecordingOptions.defaults());

        assertThat(Replay.of(file, Recorded.LOGIC).transitions().toList().blockingGet())
                .isEqualTo(run);
    }

    @Test
    void shouldSayWhatItLostWhenTheDiskIsSlowAndGoOnFromTheStateAfterIt() {
        List<Transition<Walk>> run = Recorded.run(Recorded.LOGIC, Recorded.START, Recorded.frames(1, 100));
        TestScheduler disk = new TestScheduler();
        Recorder<Walk> recorder = Recorder.create(
                file,
                Recorded.LOGIC.model(),
                RecordingOptions.defaults().withQueueFrames(10).withWriter(disk));
        Snapshot<Walk> before = Snapshot.initial(Recorded.START);
        for (int i = 0; i < run.size(); i++) {
            recorder.record(before, run.get(i));
            before = run.get(i).snapshot();
            if (i == 29) {
                disk.triggerActions();
            }
        }
        assertThat(recorder.reading().lostFrames()).isEqualTo(80);
        recorder.finish();
        disk.triggerActions();

        assertThat(recorder.reading())
                .isEqualTo(new RecorderStats(20, 80, file.toFile().length()));
        Replay<Walk> replay = Replay.of(file, Recorded.LOGIC);
        assertThat(replay.info().gaps()).containsExactly(new Gap(11, 30), new Gap(41, 100));
        assertThat(replay.transitions().toList().blockingGet())
                .isEqualTo(Stream.concat(run.subList(0, 10).stream(), run.subList(30, 40).stream())
                        .toList());
        assertThat(replay.snapshots().toList().blockingGet())
                .containsSubsequence(List.of(run.get(9).snapshot(), run.get(29).snapshot()));
        assertThat(replay.verify().divergence()).isEmpty();
    }

    @Test
    void shouldReplayWhateverIsLeftOfACutFile() throws IOException {
        List<Transition<Walk>> run = Recorded.record(file, 1, 300);
        byte[] whole = Files.readAllBytes(file);
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        Path cut = directory.resolve("cut.rec");
        for (int i = 0; i < SweepSize.of(50, 200); i++) {
            int length = 200 + random.nextInt(whole.length - 200);
            Files.write(cut, Arrays.copyOf(whole, length));

            Replay<Walk> replay = Replay.of(cut, Recorded.LOGIC);

            List<Transition<Walk>> left = replay.transitions().toList().blockingGet();
            assertThat(left)
                    .as("the first %d of %d bytes", length, whole.length)
                    .isEqualTo(run.subList(0, left.size()));
            // At most the half entry at the end is lost.
            assertThat(replay.info().unreadableBytes()).isLessThan(300);
            assertThat(replay.info().finished()).isFalse();
            assertThat(replay.verify().divergence()).isEmpty();
        }
    }

    @Test
    void shouldEndWhereAFileIsDamagedAndNeverFailOtherwise() throws IOException {
        List<Transition<Walk>> run = Recorded.record(file, 1, 300);
        byte[] whole = Files.readAllBytes(file);
        long seed = Long.getLong("seed", 2);
        Random random = new Random(seed);
        Path damaged = directory.resolve("damaged.rec");
        for (int i = 0; i < SweepSize.of(60, 200); i++) {
            byte[] bytes = whole.clone();
            int at = 400 + random.nextInt(whole.length - 400);
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(damaged, bytes);

            List<Transition<Walk>> left =
                    Replay.of(damaged, Recorded.LOGIC).transitions().toList().blockingGet();
            assertThat(left).as("damaged at byte %d, -Dseed=%d", at, seed).isEqualTo(run.subList(0, left.size()));
        }
    }

    @Test
    void shouldGoOnAfterATickThatCanNotBeWritten() {
        List<Frame> frames = new ArrayList<>(Recorded.frames(1, 60));
        Attributes deep = Attributes.EMPTY;
        for (int i = 0; i < 100; i++) {
            deep = Attributes.EMPTY.with("inside", deep);
        }
        Event tooDeep = Event.of("PUSH").with("deep", deep);
        frames.set(20, Frame.of(frames.get(20).tick(), new Incoming(ClientId.BACKEND, tooDeep)));
        List<Transition<Walk>> run = Recorded.record(file, Recorded.LOGIC, Recorded.START, frames, Recorded.INLINE);

        Replay<Walk> replay = Replay.of(file, Recorded.LOGIC);

        assertThat(replay.info().gaps()).containsExactly(new Gap(21, 21));
        assertThat(replay.verify()).hasToString("identical over 59 frames");
        assertThat(replay.states().blockingLast()).isEqualTo(run.get(59).state());
    }

    @Test
    void shouldSayThatTheDiskHasFailedAndLetTheGameGoOn() {
        List<Transition<Walk>> run = Recorded.run(Recorded.LOGIC, Recorded.START, Recorded.frames(1, 60));
        TestScheduler disk = new TestScheduler();
        Recorder<Walk> recorder = Recorder.create(
                file, Recorded.LOGIC.model(), RecordingOptions.defaults().withWriter(disk));
        Snapshot<Walk> before = Snapshot.initial(Recorded.START);
        for (Transition<Walk> transition : run) {
            recorder.record(before, transition);
            before = transition.snapshot();
            boolean broken = transition.frame().tick().number() == 30;
            if (broken) {
                Thread.currentThread().interrupt(); // closes the file under the writer
            }
            disk.triggerActions();
            assertThat(Thread.interrupted()).isEqualTo(broken);
        }

        TestObserver<Void> finished = recorder.finish().test();
        disk.triggerActions();

        finished.assertError(error -> error instanceof RecordingException
                && error.getMessage().startsWith(file + " can't be written: ")
                && error.getCause() instanceof ClosedByInterruptException);
        assertThat(recorder.reading().frames() + recorder.reading().lostFrames())
                .isEqualTo(60);
        Replay<Walk> left = Replay.of(file, Recorded.LOGIC);
        assertThat(left.info().lastTick()).isEqualTo(29);
        assertThat(left.verify().divergence()).isEmpty();
    }

    @Test
    void shouldNotOverwriteAFile() throws IOException {
        Files.writeString(file, "precious");

        assertThatThrownBy(() -> Recorder.create(file, Recorded.LOGIC.model(), RecordingOptions.defaults()))
                .isInstanceOf(RecordingException.class)
                .hasMessage(file + " exists already: delete it, or record to another file");
        assertThat(file).hasContent("precious");
    }

    @Test
    void shouldSayThatARecordingWithoutATickHoldsNoGame() {
        Recorder.create(file, Recorded.LOGIC.model(), Recorded.INLINE).finish().blockingAwait();

        assertThatThrownBy(() -> Replay.of(file, Recorded.LOGIC))
                .hasMessage(file + " holds no game: it ended before the first tick was written");
    }

    @Test
    void shouldFinishOnceAndIgnoreWhatComesLater() {
        List<Transition<Walk>> run = Recorded.run(Recorded.LOGIC, Recorded.START, Recorded.frames(1, 2));
        Recorder<Walk> recorder = Recorder.create(file, Recorded.LOGIC.model(), Recorded.INLINE);
        recorder.record(Snapshot.initial(Recorded.START), run.get(0));

        recorder.finish().blockingAwait();
        recorder.finish().blockingAwait();
        recorder.record(run.get(0).snapshot(), run.get(1));

        assertThat(Replay.of(file, Recorded.LOGIC).info().frames()).isEqualTo(1);
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        assertThatThrownBy(() -> RecordingOptions.defaults().withQueueFrames(0))
                .hasMessage("queueFrames is 0, but it must be at least 1");
    }
}
