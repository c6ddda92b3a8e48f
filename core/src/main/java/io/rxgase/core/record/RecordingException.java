package io.rxgase.core.record;

import java.nio.file.Path;

/**
 * A recording can't be written or read. The message names the file and says what to do.
 *
 * <pre>{@code
 * try {
 *     Replay.of(path, logic);
 * } catch (RecordingException e) {
 *     log.warn("{}", e.getMessage());      // game.rec is no recording: it doesn't begin like one
 * }
 * }</pre>
 */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingException(Path file, String problem) {
        super(file + " " + problem);
    }

    RecordingException(Path file, String problem, Throwable cause) {
        super(file + " " + problem, cause);
    }
}
