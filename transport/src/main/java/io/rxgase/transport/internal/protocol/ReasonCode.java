package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.DisconnectReason;

/** The numbers of farewell and refusal on the wire. */
final class ReasonCode {
    private ReasonCode() {}

    /** What a side says that ends a connection for that reason. */
    static int of(DisconnectReason reason) {
        return switch (reason) {
            case CLOSED_LOCALLY, CLOSED_BY_PEER, CONNECT_TIMED_OUT, TRANSPORT_FAILED -> 0;
            case PEER_SHUTDOWN -> 1;
            case TIMED_OUT -> 2;
            case REFUSED -> 3;
            case SERVER_FULL -> 4;
            case VERSION_MISMATCH -> 5;
            case PROTOCOL_VIOLATION -> 6;
            case OVERLOADED -> 7;
            case UNSENDABLE_STATE -> 8;
        };
    }

    /** What it means to the other side. Numbers that are not known are an ordinary farewell. */
    static DisconnectReason reason(int code) {
        return switch (code) {
            case 1 -> DisconnectReason.PEER_SHUTDOWN;
            case 2 -> DisconnectReason.TIMED_OUT;
            case 3 -> DisconnectReason.REFUSED;
            case 4 -> DisconnectReason.SERVER_FULL;
            case 5 -> DisconnectReason.VERSION_MISMATCH;
            case 6 -> DisconnectReason.PROTOCOL_VIOLATION;
            case 7 -> DisconnectReason.OVERLOADED;
            case 8 -> DisconnectReason.UNSENDABLE_STATE;
            default -> DisconnectReason.CLOSED_BY_PEER;
        };
    }
}
