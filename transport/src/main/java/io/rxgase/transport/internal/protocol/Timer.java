package io.rxgase.transport.internal.protocol;

/** What a connection waits for. Each has one deadline at most; what its expiry means is said here. */
enum Timer {
    /** An acknowledgement may wait no longer: it leaves in a packet of its own. See {@link AckSchedule}. */
    ACK,
    /** A packet has been overtaken for so long that it is lost (RFC 9002, 6.1.2: 9/8 of the round-trip time). */
    LOSS,
    /** Nothing has been acknowledged for a probe time-out: something is sent again, and the time-out doubles. */
    PROBE,
    /** The pacer lets the next packet go. See {@link Pacer}. */
    PACE,
    /** The newest state has not been confirmed in time: it is pulled and sent anew. See {@link StateSender}. */
    STATE,
    /** A message passes its deadline, or a partial one its greatest age. */
    EXPIRY,
    /** Nothing was sent that wants an answer for {@code keepAlive}, or a third of the peer's idle time-out: a ping leaves. */
    KEEP_ALIVE,
    /**
     * Nothing arrived for {@code idleTimeout}: the connection is over, or begins its {@code resumeGrace}, or that is over too.
     */
    IDLE,
    /** The link is looked at. See {@link QualityMeter}. */
    QUALITY,
    /** The challenge to a new address has not been answered: another is sent, three in all. See {@link PathCheck}. */
    PATH,
    /** The flush, the farewell or the wait after the peer's farewell comes to its next step. See {@link Farewell}. */
    FAREWELL
}
