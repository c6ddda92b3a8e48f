package io.rxgase.transport;

/** How well a link serves a game. */
public enum Quality {
    /** Low delay and loss. */
    GOOD,
    /** Playable; the state rate may be lowered. */
    DEGRADED,
    /** Hardly playable, or silent altogether. */
    BAD
}
