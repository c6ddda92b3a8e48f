package io.rxgase.transport.internal.protocol;

import org.jspecify.annotations.Nullable;

/** A reliable message on its way, with the fate of each of its pieces. A short message is one piece. */
final class OutgoingMessage {
    /** Stands for the notice that the message was given up, where a piece's number is asked for. */
    static final int SKIP_NOTICE = -1;

    private static final byte[] NO_BYTES = {};

    final ReliableSendQueue queue;
    final long ticket;
    final long deadlineNanos;
    final int cost;
    final int pieces;
    private final int pieceBytes;
    private final int maxResends;

    /** The number on the wire; -1 before the first piece was sent. */
    long id = -1;

    private byte[] payload;
    private int nextPiece;
    private int ackedPieces;
    private long resends;
    private int copies;
    private long lastSentNanos;
    private boolean settled;
    private boolean skipped;
    private long lastSequence = -1;
    private boolean[] acked = NO_FLAGS;
    private long @Nullable [] lastSequences;

    private static final boolean[] NO_FLAGS = {};

    OutgoingMessage(
            ReliableSendQueue queue, byte[] payload, Limits limits, int maxResends, long deadlineNanos, long ticket) {
        this.queue = queue;
        this.payload = payload;
        this.ticket = ticket;
        this.deadlineNanos = deadlineNanos;
        this.maxResends = maxResends;
        cost = payload.length + Limits.MESSAGE_OVERHEAD;
        pieceBytes = payload.length <= limits.maxSingleBytes ? payload.length : limits.pieceBytes;
        pieces = payload.length <= limits.maxSingleBytes ? 1 : (payload.length + pieceBytes - 1) / pieceBytes;
        if (pieces > 1) {
            acked = new boolean[pieces];
            lastSequences = new long[pieces];
        }
    }

    byte[] payload() {
        return payload;
    }

    int from(int piece) {
        return piece * pieceBytes;
    }

    int length(int piece) {
        return Math.min(pieceBytes, payload.length - piece * pieceBytes);
    }

    /** The first piece that was never sent; {@link #pieces} if all were. */
    int nextPiece() {
        return nextPiece;
    }

    /** Notes that a piece, or the skip notice, left in that packet. */
    void sent(int piece, long sequence, long nowNanos) {
        lastSentNanos = nowNanos;
        if (lastSequences != null && piece >= 0) {
            lastSequences[piece] = sequence;
        } else {
            lastSequence = sequence;
        }
        if (piece == nextPiece) {
            nextPiece++;
        }
    }

    /** Whether that packet is the last one that the piece travelled in: if it is lost, nothing else is under way. */
    boolean isLastIn(int piece, long sequence) {
        return sequence == (lastSequences != null && piece >= 0 ? lastSequences[piece] : lastSequence);
    }

    /** Whether this piece need not be sent (any more). */
    boolean isNeedless(int piece) {
        if (settled) {
            return true;
        }
        if (piece == SKIP_NOTICE) {
            return !skipped;
        }
        return skipped || (pieces > 1 && acked[piece]);
    }

    boolean hasArrivedPartly() {
        return ackedPieces > 0;
    }

    /** A piece arrived. Returns whether that completes the message. */
    boolean acked(int piece) {
        if (isNeedless(piece)) {
            return false;
        }
        if (pieces > 1 && piece >= 0) {
            acked[piece] = true;
            ackedPieces++;
            return ackedPieces == pieces;
        }
        return true;
    }

    /** How often it has travelled beside what losses made necessary. */
    int copies() {
        return copies;
    }

    void copied() {
        copies++;
    }

    long lastSentNanos() {
        return lastSentNanos;
    }

    /** Takes note of a loss. Returns false if that was one more than allowed. */
    boolean mayTravelAgain() {
        return ++resends <= (long) maxResends * pieces;
    }

    /** Nothing more to do for it, ever. */
    void settle() {
        settled = true;
        payload = NO_BYTES;
    }

    boolean isSettled() {
        return settled;
    }

    /** Given up: from now on only the notice travels. */
    void skip() {
        skipped = true;
        payload = NO_BYTES;
    }

    boolean isSkipped() {
        return skipped;
    }
}
