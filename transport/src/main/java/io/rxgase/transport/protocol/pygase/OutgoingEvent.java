package io.rxgase.transport.protocol.pygase;

/** A message on its way. Mutable: it counts its resends. */
final class OutgoingEvent {
    final byte[] payload;
    final long ticket;
    final boolean reliable;
    final long deadlineNanos;
    int resendsLeft;

    OutgoingEvent(byte[] payload, long ticket, boolean reliable, int resendsLeft, long deadlineNanos) {
        this.payload = payload;
        this.ticket = ticket;
        this.reliable = reliable;
        this.resendsLeft = resendsLeft;
        this.deadlineNanos = deadlineNanos;
    }

    /** What it takes in an event block. */
    int blockBytes() {
        return Short.BYTES + payload.length;
    }
}
