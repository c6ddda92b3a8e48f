package io.rxgase.transport.internal.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pieces to send again, first lost, first resent. Holds no more than the pieces of the messages in a window. */
final class PieceQueue {
    private @Nullable OutgoingMessage[] messages = new @Nullable OutgoingMessage[8];
    private int[] pieces = new int[8];
    private int head;
    private int size;

    void add(OutgoingMessage message, int piece) {
        if (size == pieces.length) {
            grow();
        }
        int slot = (head + size++) & (pieces.length - 1);
        messages[slot] = message;
        pieces[slot] = piece;
    }

    /** The message of the first piece that is still needed; drops those before it. Null if there is none. */
    @Nullable
    OutgoingMessage first() {
        while (size > 0) {
            OutgoingMessage message = messages[head];
            if (message != null && !message.isNeedless(pieces[head])) {
                return message;
            }
            remove();
        }
        return null;
    }

    int firstPiece() {
        return pieces[head];
    }

    void remove() {
        messages[head] = null;
        head = (head + 1) & (pieces.length - 1);
        size--;
    }

    void clear() {
        Arrays.fill(messages, null);
        head = 0;
        size = 0;
    }

    private void grow() {
        int length = pieces.length;
        @Nullable OutgoingMessage[] moreMessages = new @Nullable OutgoingMessage[length * 2];
        int[] morePieces = new int[length * 2];
        for (int i = 0; i < size; i++) {
            int slot = (head + i) & (length - 1);
            moreMessages[i] = messages[slot];
            morePieces[i] = pieces[slot];
        }
        messages = moreMessages;
        pieces = morePieces;
        head = 0;
    }
}
