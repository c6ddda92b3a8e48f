package io.rxgase.benchmarks;

import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.Replay;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.TagGame;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes to replay ten minutes of the sample game with eight bots, and whether the replay ends in the identical
 * state.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) io.rxgase.benchmarks.ReplayBenchmark
 * </pre>
 *
 * <p>Fails if the final states differ. Arguments are the number of minutes (10) and a file to keep the recording in; if that is
 * there already, it is only replayed: {@code 10 game.rec}, twice, measures the replay from a cold start.
 */
public final class ReplayBenchmark {
    private static final int BOTS = 8;
    private static final int HERTZ = 50;
    private static final int ROUNDS = 3;

    private ReplayBenchmark() {}

    /**
     * Runs it.
     *
     * @param args the number of minutes and a file, or nothing
     * @throws Exception if there is no room for the recording
     */
    public static void main(String[] args) throws Exception {
        int minutes = args.length == 0 ? 10 : Integer.parseInt(args[0]);
        if (args.length > 1) {
            Path file = Path.of(args[1]);
            replayAndVerify(file, Files.exists(file) ? null : record(file, minutes));
            return;
        }
        Path directory = Files.createTempDirectory("rxgase-replay");
        Path file = directory.resolve("tag.rec");
        try {
            replayAndVerify(file, record(file, minutes));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static void replayAndVerify(Path file, @Nullable Chase last) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            replay(file, last);
        }
        System.out.println(
                timed("verify", () -> Replay.of(file, TagGame.logic()).verify()));
    }

    private static Chase record(Path file, int minutes) throws Exception {
        return timed("play " + minutes + " minutes with " + BOTS + " bots in virtual time and record them", () -> {
            try (TagWorld game = TagWorld.start(1, BOTS, TagWorld.bots(1), HERTZ)) {
                Recorder<Chase> recorder = game.backend().record(file);
                // In steps, so that the recorder, whose thread lives in real time, can keep up with a game that
                // doesn't.
                for (int second = 0; second < minutes * 60; second++) {
                    game.world().advanceTimeBy(Duration.ofSeconds(1));
                    while (recorder.reading().frames() + recorder.reading().lostFrames() < (long) HERTZ * second) {
                        Thread.onSpinWait();
                    }
                }
                Chase last = game.chase();
                recorder.finish().blockingAwait();
                System.out.println(recorder.reading() + ", " + Files.size(file) / 1_000_000 + " MB");
                return last;
            }
        });
    }

    private static void replay(Path file, @Nullable Chase last) throws Exception {
        Chase replayed = timed(
                "open and replay",
                () -> Replay.of(file, TagGame.logic()).states().blockingLast());
        if (last == null) {
            return;
        }
        if (!replayed.equals(last)) {
            throw new IllegalStateException("the replay ends with " + replayed + ", the game with " + last);
        }
        System.out.println("identical final state");
    }

    private static <T> T timed(String what, Callable<T> work) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long startNanos = System.nanoTime();
        long startCpuNanos = threads.getCurrentThreadCpuTime();
        T result = work.call();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s, processor %.2f s%n",
                what,
                (System.nanoTime() - startNanos) / 1e9,
                (threads.getCurrentThreadCpuTime() - startCpuNanos) / 1e9);
        return result;
    }
}
