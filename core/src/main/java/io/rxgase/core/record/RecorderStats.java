package io.rxgase.core.record;

/**
 * What a {@link Recorder} has counted; a reading.
 *
 * <pre>{@code
 * if (recorder.reading().lostFrames() > 0) {
 *     log.warn("The disk is too slow: {}", recorder.reading());
 * }
 * }</pre>
 *
 * @param frames frames written
 * @param lostFrames frames that found no room in the queue, could not be encoded, or came after the disk had failed
 * @param bytes bytes written
 */
public record RecorderStats(long frames, long lostFrames, long bytes) {}
