package io.rxgase.transport.internal.protocol;

import java.util.Arrays;

/**
 * Congestion control: how many bytes may be under way, and how fast they may leave. This is BBR (Cardwell, Cheng, Gunn, Yeganeh and
 * Jacobson, "BBR: Congestion-Based Congestion Control", ACM Queue 14-5, 2016; draft-cardwell-iccrg-bbr-congestion-control-00).
 *
 * <p>Why this one: its result is a rate, which is what a budget and a pacer need. It follows delay, as it keeps no more under way than the
 * measured bandwidth takes in the measured shortest round trip, so that queues stay short. It follows loss by
 * measuring what is delivered, not what is sent; a radio link that loses one packet in ten at random keeps its rate, where algorithms
 * that halve at each loss would starve a game. A sender that has little to say, as most games do, keeps its initial rate.
 *
 * <p>Two things come from elsewhere. From the later draft (draft-ietf-ccwg-bbr) the reaction to {@link #EXCESSIVE_LOSS}: a shallow queue
 * that overflows ends the start-up, and takes the measured rate back to what the round delivered. From HyStart++ (RFC
 * 9406) that a growing round trip ends the start-up, before a deep queue has grown to seconds.
 */
final class Congestion {
    private enum Mode {
        /** Doubles the rate each round trip, until that no longer delivers more. */
        STARTUP,
        /** Lets the queue drain that the start-up has built. */
        DRAIN,
        /** Stays at the measured rate, and one round in eight looks for more. */
        PROBE_BANDWIDTH,
        /** Keeps very little under way for a moment, to see the shortest round trip again. */
        PROBE_RTT
    }

    private static final double NANOS_PER_SECOND = 1e9;

    /** 2 / ln 2: the least gain that doubles the delivered rate each round. */
    private static final double STARTUP_GAIN = 2.885;

    private static final double[] CYCLE = {1.25, 0.75, 1, 1, 1, 1, 1, 1};
    private static final double WINDOW_GAIN = 2;

    /** RFC 6928's initial window, also what a connection that was never limited keeps. */
    private static final int INITIAL_DATAGRAMS = 10;

    private static final int MIN_DATAGRAMS = 4;
    private static final int BANDWIDTH_ROUNDS = 10;
    private static final long MIN_RTT_LIFE_NANOS = 10_000_000_000L;
    private static final long PROBE_RTT_NANOS = 200_000_000;

    /** Growth below a quarter for so many rounds means that the pipe is full. */
    private static final int FULL_ROUNDS = 3;

    private static final double FULL_GROWTH = 1.25;

    /** More than this share lost in a round is no accident of a radio link. */
    private static final double EXCESSIVE_LOSS = 0.3;

    private static final int EXCESSIVE_LOSS_PACKETS = 16;

    /** A start-up whose shortest round trip has grown by a quarter and this much has begun to fill a queue. */
    private static final long QUEUE_NANOS = 8_000_000;

    /** Bytes per second that are never undercut: enough to find out that the network has recovered. */
    private static final double MIN_RATE = 8_000;

    private final int datagramBytes;
    private final double cap;
    private final DeliveryRate rate = new DeliveryRate();
    private final double[] roundBandwidths = new double[BANDWIDTH_ROUNDS];
    private Mode mode = Mode.STARTUP;
    private double bandwidth;
    private long minRttNanos = EndpointMachine.NEVER;
    private long minRttAtNanos;
    private double pacingRate;
    private double windowBytes;
    private boolean isFull;
    private double fullBandwidth;
    private int fullRounds;
    private int round;
    private long roundEndDelivered;
    private int roundPackets;
    private int roundLost;
    private long roundRttNanos = EndpointMachine.NEVER;
    private int cycle;
    private long cycleNanos;
    private long probeRttEndNanos;

    Congestion(int datagramBytes, long maxBytesPerSecond) {
        this.datagramBytes = datagramBytes;
        cap = maxBytesPerSecond;
        reset();
    }

    /** Begins anew: the path has changed. */
    void reset() {
        mode = Mode.STARTUP;
        bandwidth = 0;
        Arrays.fill(roundBandwidths, 0);
        minRttNanos = EndpointMachine.NEVER;
        isFull = false;
        fullBandwidth = 0;
        fullRounds = 0;
        windowBytes = INITIAL_DATAGRAMS * (double) datagramBytes;
        pacingRate = STARTUP_GAIN * windowBytes * NANOS_PER_SECOND / RttEstimator.INITIAL_NANOS;
    }

    // ---- what happens

    void sent(SentPacket packet, boolean wasIdle) {
        rate.sent(packet, wasIdle);
    }

    void acked(SentPacket packet, long nowNanos) {
        rate.acked(packet, nowNanos);
        roundPackets++;
        if (!isFull) {
            windowBytes += packet.bytes;
        }
    }

    void lost() {
        roundPackets++;
        roundLost++;
    }

    /** Nothing waits to be sent though more could be: what is measured now is the application's rate. */
    void applicationLimited(long bytesInFlight) {
        rate.applicationLimited(bytesInFlight);
    }

    /**
     * An acknowledgement has been worked in.
     *
     * @param rttNanos its round-trip time without the peer's delay, or -1
     */
    void acknowledged(long nowNanos, long rttNanos, long bytesInFlight) {
        double sample = rate.takeSample(minRttNanos == EndpointMachine.NEVER ? 0 : minRttNanos);
        boolean isNewRound = rate.priorDelivered() >= roundEndDelivered;
        if (isNewRound) {
            beginRound();
        }
        if (sample > 0 && (!rate.isAppLimited() || sample >= bandwidth)) {
            int slot = round % BANDWIDTH_ROUNDS;
            roundBandwidths[slot] = Math.max(roundBandwidths[slot], sample);
            bandwidth = Math.max(bandwidth, sample);
        }
        if (isNewRound && !isFull && !rate.isAppLimited()) {
            checkFull();
        }
        updateMinRtt(nowNanos, rttNanos);
        advance(nowNanos, bytesInFlight);
        updateRates();
    }

    private void beginRound() {
        if (roundPackets >= EXCESSIVE_LOSS_PACKETS
                && roundLost > EXCESSIVE_LOSS * roundPackets
                && !rate.isAppLimited()) {
            // What the last round delivered is all there is, whatever an earlier one has shown.
            double delivered = roundBandwidths[round % BANDWIDTH_ROUNDS];
            Arrays.fill(roundBandwidths, delivered);
            isFull = true;
        }
        if (roundRttNanos != EndpointMachine.NEVER && roundRttNanos > minRttNanos + minRttNanos / 4 + QUEUE_NANOS) {
            isFull = true;
        }
        roundRttNanos = EndpointMachine.NEVER;
        roundPackets = 0;
        roundLost = 0;
        roundEndDelivered = rate.delivered();
        if (!rate.isAppLimited()) {
            // Rounds in which little was sent do not make a measured bandwidth old.
            round++;
            roundBandwidths[round % BANDWIDTH_ROUNDS] = 0;
        }
        bandwidth = 0;
        for (double best : roundBandwidths) {
            bandwidth = Math.max(bandwidth, best);
        }
    }

    private void checkFull() {
        if (bandwidth >= fullBandwidth * FULL_GROWTH) {
            fullBandwidth = bandwidth;
            fullRounds = 0;
        } else if (++fullRounds >= FULL_ROUNDS) {
            isFull = true;
        }
    }

    private void updateMinRtt(long nowNanos, long rttNanos) {
        if (rttNanos > 0) {
            roundRttNanos = Math.min(roundRttNanos, rttNanos);
        }
        boolean isOld = nowNanos - minRttAtNanos > MIN_RTT_LIFE_NANOS;
        if (rttNanos > 0 && (rttNanos <= minRttNanos || isOld)) {
            minRttNanos = rttNanos;
            minRttAtNanos = nowNanos;
            if (isOld && mode == Mode.PROBE_BANDWIDTH && !rate.isAppLimited()) {
                mode = Mode.PROBE_RTT;
                probeRttEndNanos = nowNanos + PROBE_RTT_NANOS;
            }
        }
    }

    private void advance(long nowNanos, long bytesInFlight) {
        if (mode == Mode.STARTUP && isFull) {
            mode = Mode.DRAIN;
        }
        if (mode == Mode.DRAIN && bytesInFlight <= product()) {
            probeBandwidth(nowNanos);
        }
        if (mode == Mode.PROBE_RTT && nowNanos >= probeRttEndNanos) {
            probeBandwidth(nowNanos);
        }
        if (mode == Mode.PROBE_BANDWIDTH && nowNanos - cycleNanos > minRttNanos) {
            cycle = (cycle + 1) % CYCLE.length;
            cycleNanos = nowNanos;
        }
    }

    private void probeBandwidth(long nowNanos) {
        mode = Mode.PROBE_BANDWIDTH;
        cycle = 2;
        cycleNanos = nowNanos;
    }

    private void updateRates() {
        double gain = switch (mode) {
            case STARTUP -> STARTUP_GAIN;
            case DRAIN -> 1 / STARTUP_GAIN;
            case PROBE_BANDWIDTH -> CYCLE[cycle];
            case PROBE_RTT -> 1;
        };
        double target = gain * bandwidth;
        // Until the pipe is known to be full, a slow application is no reason to slow down.
        pacingRate = Math.max(MIN_RATE, isFull ? target : Math.max(pacingRate, target));
        if (isFull) {
            // On a short path states are acknowledged later than they travel: a window that knows only the path would
            // starve them.
            windowBytes = Math.max(WINDOW_GAIN * product() + 3.0 * datagramBytes, unconfirmedStates());
        }
        windowBytes = Math.max(windowBytes, MIN_DATAGRAMS * (double) datagramBytes);
    }

    /** Bandwidth times delay, in bytes. */
    private double product() {
        return minRttNanos == EndpointMachine.NEVER
                ? INITIAL_DATAGRAMS * (double) datagramBytes
                : bandwidth * minRttNanos / NANOS_PER_SECOND;
    }

    // ---- what is allowed

    /** Bytes that may be under way. */
    long windowBytes() {
        return mode == Mode.PROBE_RTT ? (long) MIN_DATAGRAMS * datagramBytes : (long) windowBytes;
    }

    /**
     * Bytes that may be under way when a state is added to them: less than for messages where the pipe is known to be full, so that
     * states wait here, where a newer one replaces them, and not in a queue of the network, where messages wait behind them.
     */
    long stateWindowBytes() {
        if (!isFull) {
            return windowBytes();
        }
        return (long) Math.min(windowBytes, unconfirmedStates());
    }

    /** What has left of states and can't be acknowledged yet when they leave at the measured rate. */
    private double unconfirmedStates() {
        return product() + bandwidth * AckSchedule.STATE_DELAY_NANOS / NANOS_PER_SECOND + datagramBytes;
    }

    /** Bytes per second that may leave now. */
    double pacingRate() {
        return Math.min(cap, pacingRate);
    }

    /** Bytes per second that may leave over some time: without the ups and downs of probing. */
    double budget() {
        return Math.min(cap, mode == Mode.STARTUP || bandwidth == 0 ? pacingRate : Math.max(bandwidth, MIN_RATE));
    }
}
