package io.rxgase.transport.internal.protocol;

/** How soon a packet wants to be acknowledged, by the most urgent thing in it. */
enum AckUrgency {
    /** Not at all: acknowledgements acknowledge no acknowledgements. */
    NONE(EndpointMachine.NEVER),
    /** State on a link that loses nothing: the sender does not wait for it. */
    RELAXED(AckSchedule.RELAXED_DELAY_NANOS),
    /** Unreliable messages: for the measurements only. */
    UNRELIABLE(AckSchedule.UNRELIABLE_DELAY_NANOS),
    /** State: the sender takes the next difference from what is acknowledged. */
    STATE(AckSchedule.STATE_DELAY_NANOS),
    /** Reliable messages and control: the sender will send again. */
    RELIABLE(AckSchedule.RELIABLE_DELAY_NANOS);

    final long delayNanos;

    AckUrgency(long delayNanos) {
        this.delayNanos = delayNanos;
    }

    AckUrgency and(AckUrgency other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
