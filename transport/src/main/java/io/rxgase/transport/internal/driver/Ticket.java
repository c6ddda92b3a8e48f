package io.rxgase.transport.internal.driver;

import io.rxgase.transport.DeliveryException;

/** Who waits for the outcome of one message; told once, on the loop. */
interface Ticket {
    /** The peer has it; on an unreliable channel: it was sent. */
    void delivered();

    /** It was given up. */
    void failed(DeliveryException cause);
}
