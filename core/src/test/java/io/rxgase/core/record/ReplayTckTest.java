package io.rxgase.core.record;

import io.rxgase.testkit.StreamTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.reactivestreams.Publisher;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;

/** The reactive-streams TCK for the streams of a replay, as fast as possible and at a speed. */
@Test
public class ReplayTckTest extends StreamTck<Object> {
    /** Which stream is verified. */
    public enum Stream {
        STATES,
        SNAPSHOTS,
        TRANSITIONS,
        PACED
    }

    private static final int MAX_ELEMENTS = 200;

    private final Stream stream;
    private Path directory;

    public ReplayTckTest() {
        this(Stream.STATES);
    }

    ReplayTckTest(Stream stream) {
        this.stream = stream;
    }

    @Factory
    public static Object[] streams() {
        return Arrays.stream(Stream.values()).map(ReplayTckTest::new).toArray();
    }

    @BeforeClass
    public void makeADirectory() throws IOException {
        directory = Files.createTempDirectory("replay-tck");
    }

    @AfterClass
    public void deleteTheDirectory() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Override
    public long maxElementsFromPublisher() {
        return MAX_ELEMENTS;
    }

    @Override
    public Publisher<Object> createPublisher(long elements) {
        // The state before the first frame is an element too; a recording without a frame there is not.
        int frames = (int) Math.max(1, stream == Stream.TRANSITIONS ? elements : elements - 1);
        Path file = directory.resolve(stream + "-" + frames + ".rec");
        if (!Files.exists(file)) {
            Recorded.record(file, 1, frames);
        }
        Replay<Recorded.Walk> replay = Replay.of(file, Recorded.LOGIC);
        return switch (stream) {
            case STATES -> replay.states().take(elements).cast(Object.class);
            case SNAPSHOTS -> replay.snapshots().take(elements).cast(Object.class);
            case TRANSITIONS -> replay.transitions().take(elements).cast(Object.class);
            case PACED -> replay.atSpeed(1000).states().take(elements).cast(Object.class);
        };
    }

    @Override
    public Publisher<Object> createFailedPublisher() {
        Path file = directory.resolve("failed.rec");
        try {
            Files.deleteIfExists(file);
            Recorded.record(file, 1, 1);
            Replay<Recorded.Walk> replay = Replay.of(file, Recorded.LOGIC);
            Files.delete(file);
            return replay.states().cast(Object.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
