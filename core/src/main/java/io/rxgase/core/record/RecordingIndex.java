package io.rxgase.core.record;

import io.rxgase.core.state.StateSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the whole states of a recording are, and what it holds in all.
 *
 * @param states position in the file by game time; of several states of one time the first, so that what happened
 *     without game time passing is not left out
 * @param schema what the states are made of, if that was recorded
 */
record RecordingIndex(
        RecordingInfo info,
        NavigableMap<Long, Long> states,
        @Nullable StateSchema schema) {
    /** Reads through the file once; of most entries it reads no more than the checksum. */
    static RecordingIndex read(Path file) {
        try (LogReader reader = LogReader.open(file)) {
            return new Scan(file, reader).run();
        }
    }

    /** Where to begin in order to come to a game time. */
    long positionAt(long gameTimeNanos) {
        Map.Entry<Long, Long> state = states.floorEntry(gameTimeNanos);
        return (state == null ? states.firstEntry() : state).getValue();
    }

    private static final class Scan {
        private final Path file;
        private final LogReader reader;
        private final NavigableMap<Long, Long> states = new TreeMap<>();
        private final List<Gap> gaps = new ArrayList<>();
        private String stateType = "";
        private @Nullable StateSchema schema;
        private long frames;
        private long firstStep = -1;
        private long lastStep = -1;
        private boolean finished;

        Scan(Path file, LogReader reader) {
            this.file = file;
            this.reader = reader;
        }

        RecordingIndex run() {
            while (reader.advance()) {
                see();
            }
            long unreadable = reader.fileSize() - reader.position();
            if (states.isEmpty()) {
                throw new RecordingException(file, "holds no game: it ended before the first tick was written");
            }
            Entry.@Nullable Step first = step(firstStep);
            Entry.@Nullable Step last = step(lastStep);
            long beginNanos = states.firstKey();
            RecordingInfo info = new RecordingInfo(
                    stateType,
                    Duration.ofNanos(beginNanos),
                    Duration.ofNanos(
                            last == null ? beginNanos : last.frame().tick().gameTimeNanos()),
                    first == null ? 0 : first.frame().tick().number(),
                    last == null ? 0 : last.frame().tick().number(),
                    frames,
                    gaps,
                    finished,
                    unreadable);
            return new RecordingIndex(info, states, schema);
        }

        private void see() {
            switch (reader.kind()) {
                case EntryFormat.STEP -> {
                    frames++;
                    lastStep = reader.position();
                    firstStep = firstStep < 0 ? lastStep : firstStep;
                }
                case EntryFormat.CHECK -> {}
                default -> remember(reader.entry());
            }
        }

        private void remember(@Nullable Entry entry) {
            if (entry instanceof Entry.State state) {
                states.putIfAbsent(state.gameTimeNanos(), reader.position());
            } else if (entry instanceof Entry.Header header) {
                stateType = header.stateType();
                schema = header.schema();
            } else if (entry instanceof Entry.Lost lost) {
                gaps.add(lost.gap());
            } else if (entry instanceof Entry.End) {
                finished = true;
            }
        }

        private Entry.@Nullable Step step(long position) {
            if (position < 0) {
                return null;
            }
            reader.seek(position);
            reader.advance();
            return (Entry.Step) Objects.requireNonNull(reader.entry());
        }
    }
}
