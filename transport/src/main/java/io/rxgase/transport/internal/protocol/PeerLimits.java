package io.rxgase.transport.internal.protocol;

/**
 * What the peer said of itself in the handshake.
 *
 * @param firstSequence its first packet and message number
 * @param maxMessageBytes largest message that it takes
 * @param maxStateBytes largest state that it takes
 * @param receiveBytesPerChannel bytes per reliable channel that it holds unconsumed
 * @param messageWindow messages per reliable channel that it holds unconsumed
 * @param idleMillis silence after which it gives up
 */
record PeerLimits(
        long firstSequence,
        int maxMessageBytes,
        int maxStateBytes,
        int receiveBytesPerChannel,
        int messageWindow,
        int idleMillis) {
    /** Whether the numbers are in the ranges that the protocol allows. */
    boolean isSane() {
        return firstSequence >= 0
                && firstSequence <= Long.MAX_VALUE / 2
                && maxMessageBytes > 0
                && maxStateBytes > 0
                && receiveBytesPerChannel > 0
                && messageWindow > 0
                && messageWindow <= MAX_MESSAGE_WINDOW
                && idleMillis > 0;
    }

    /** A quarter of the range of short message numbers: the receiver may have to tell apart twice as many. */
    private static final int MAX_MESSAGE_WINDOW = 1 << 14;
}
