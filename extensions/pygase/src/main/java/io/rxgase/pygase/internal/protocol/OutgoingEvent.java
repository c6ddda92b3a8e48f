package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.Delivery;

/** A message on its way. Mutable: it counts its resends. */
final class OutgoingEvent {
    final byte[] payload;
    final long ticket;
    final boolean reliable;
    final boolean ordered;
    final long deadlineNanos;
    /** Its place among all that were queued. */
    final long place;

    int resendsLeft;

    OutgoingEvent(byte[] payload, long ticket, Delivery delivery, int resendsLeft, long deadlineNanos, long place) {
        this.payload = payload;
        this.ticket = ticket;
        this.reliable = delivery.isReliable();
        this.ordered = delivery == Delivery.RELIABLE_ORDERED;
        this.place = place;
        this.resendsLeft = resendsLeft;
        this.deadlineNanos = deadlineNanos;
    }

    /** What it takes in an event block. */
    int blockBytes() {
        return Short.BYTES + payload.length;
    }
}
