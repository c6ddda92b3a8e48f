package io.rxgase.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a reliable message is worth sending; immutable, start at {@link #DEFAULT}. On unreliable channels only the
 * deadline has a meaning: a message that still waits when it passes is not sent.
 *
 * <pre>{@code
 * SendOptions shot = SendOptions.DEFAULT.withDeadline(Duration.ofMillis(250));
 * SendOptions fewTries = SendOptions.DEFAULT.withMaxResends(3);
 * }</pre>
 *
 * @param maxResends how often the message may travel again after it was taken for lost, 0 or more
 * @param deadline how long after sending it is given up, more than zero
 */
public record SendOptions(int maxResends, Duration deadline) {
    /** Until it is acknowledged or the connection ends. */
    public static final SendOptions DEFAULT = new SendOptions(Integer.MAX_VALUE, Duration.ofNanos(Long.MAX_VALUE));

    /**
     * Checks the ranges.
     *
     * @param maxResends how often the message may travel again after it was taken for lost, 0 or more
     * @param deadline how long after sending it is given up, more than zero
     * @throws IllegalArgumentException if one is out of its range; the message names the range
     */
    public SendOptions {
        Objects.requireNonNull(deadline, "deadline");
        if (maxResends < 0) {
            throw new IllegalArgumentException("maxResends " + maxResends + " is out of range: use 0 or more");
        }
        if (deadline.isZero() || deadline.isNegative() || deadline.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(
                    "deadline " + deadline + " is out of range: use more than 0, up to 292 years");
        }
    }

    /**
     * Limits the resends.
     *
     * @param value how often the message may travel again, 0 or more
     * @return changed options
     */
    public SendOptions withMaxResends(int value) {
        return new SendOptions(value, deadline);
    }

    /**
     * Limits the time.
     *
     * @param value how long after sending the message is given up, more than zero
     * @return changed options
     */
    public SendOptions withDeadline(Duration value) {
        return new SendOptions(maxResends, value);
    }
}
