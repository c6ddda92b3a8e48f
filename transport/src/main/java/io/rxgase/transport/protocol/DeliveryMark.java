package io.rxgase.transport.protocol;

/** The state of delivery at the time a packet left, for the rate sample that its acknowledgement gives. */
final class DeliveryMark {
    long delivered;
    long deliveredNanos;
    long firstSentNanos;
    boolean appLimited;
}
