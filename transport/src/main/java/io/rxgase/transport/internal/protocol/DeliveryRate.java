package io.rxgase.transport.internal.protocol;

/**
 * How fast the network delivers, measured packet by packet (draft-cheng-iccrg-delivery-rate-estimation-02): what was
 * acknowledged between a packet's departure and its acknowledgement, over the longer of the times that sending and acknowledging it
 * took. A sample taken while the application had nothing to send tells what it sent, not what would have gone
 * through.
 */
final class DeliveryRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private long delivered;
    private long deliveredNanos;
    private long firstSentNanos;

    /** Samples of packets that left before so much was delivered are limited by the application; 0 if none is. */
    private long appLimitedUntil;

    // The sample of the acknowledgement that is being worked in: that of the newest packet in it.
    private boolean hasSample;
    private long priorDelivered;
    private long sendElapsed;
    private long ackElapsed;
    private boolean appLimited;

    void sent(SentPacket packet, boolean wasIdle) {
        if (wasIdle) {
            firstSentNanos = packet.sentNanos;
            deliveredNanos = packet.sentNanos;
        }
        packet.delivered = delivered;
        packet.deliveredNanos = deliveredNanos;
        packet.firstSentNanos = firstSentNanos;
        packet.appLimited = appLimitedUntil > 0;
    }

    void acked(SentPacket packet, long nowNanos) {
        delivered += packet.bytes;
        deliveredNanos = nowNanos;
        if (!hasSample || packet.delivered >= priorDelivered) {
            hasSample = true;
            priorDelivered = packet.delivered;
            sendElapsed = packet.sentNanos - packet.firstSentNanos;
            ackElapsed = nowNanos - packet.deliveredNanos;
            appLimited = packet.appLimited;
            firstSentNanos = packet.sentNanos;
        }
        if (appLimitedUntil > 0 && delivered > appLimitedUntil) {
            appLimitedUntil = 0;
        }
    }

    /** Bytes per second of the acknowledgement that was worked in; below 0 if it gives no sample. Ends it. */
    double takeSample(long minRttNanos) {
        if (!hasSample) {
            return -1;
        }
        hasSample = false;
        long interval = Math.max(sendElapsed, ackElapsed);
        // Acknowledgements that were held up and came all at once would show a rate that never was.
        return interval < minRttNanos ? -1 : (delivered - priorDelivered) * NANOS_PER_SECOND / interval;
    }

    boolean isAppLimited() {
        return appLimited;
    }

    void applicationLimited(long bytesInFlight) {
        appLimitedUntil = Math.max(1, delivered + bytesInFlight);
    }

    long delivered() {
        return delivered;
    }

    /** What had been delivered when the newest packet of the sample left. */
    long priorDelivered() {
        return priorDelivered;
    }
}
