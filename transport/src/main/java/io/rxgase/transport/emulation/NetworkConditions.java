package io.rxgase.transport.emulation;

import java.time.Duration;
import java.util.Objects;

/**
 * What one direction of a link does to the datagrams that pass through it; immutable. Start at a preset and change what
 * the test is about:
 *
 * <pre>{@code
 * NetworkConditions trainRide = NetworkConditions.CELLULAR
 *         .withLoss(0.05)
 *         .withDelay(Duration.ofMillis(120), Duration.ofMillis(60));
 * }</pre>
 *
 * <p>What happens to a datagram, in this order: one that is larger than the MTU is dropped; it waits for its turn in
 * the queue before the bottleneck, or is dropped if that is full; it is lost, or not; it travels for the delay, give or take
 * the jitter, without overtaking; it may be held back, duplicated, damaged. The presets are round numbers in the middle of
 * what players have, and describe one direction each: a round trip takes twice the delay.
 *
 * @param loss share of datagrams that are lost, each by itself, 0 to 1
 * @param bursts losses that come in bursts, in addition to {@code loss}
 * @param delay time from one end to the other, without queueing; 0 or more
 * @param jitter the delay of each datagram is drawn uniformly from {@code delay} ± {@code jitter}, but not below 0. Jitter
 *     alone changes no order: a datagram that would overtake arrives together with the one before it
 * @param reordering share of datagrams that are held back, so that later ones overtake them: by up to one more delay, or
 *     5 ms if that is longer; 0 to 1
 * @param duplication share of datagrams that arrive twice, 0 to 1
 * @param corruption share of datagrams that arrive with one to three flipped bits, 0 to 1. Real networks do this to
 *     roughly one in 65,536 damaged datagrams, those that the UDP checksum passes; the others count as lost
 * @param bytesPerSecond speed of the bottleneck, IP and UDP headers counted; {@link #UNLIMITED} for none
 * @param queueBytes room of the queue before the bottleneck; a datagram that finds it full is dropped
 * @param mtuBytes largest IP packet that passes, headers of {@value LinkEmulator#HEADER_BYTES} bytes included
 */
public record NetworkConditions(
        double loss,
        Bursts bursts,
        Duration delay,
        Duration jitter,
        double reordering,
        double duplication,
        double corruption,
        long bytesPerSecond,
        int queueBytes,
        int mtuBytes) {
    /** The speed of a link without a bottleneck. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Nothing is lost, nothing takes time, every size passes. */
    public static final NetworkConditions PERFECT = new NetworkConditions(
            0, Bursts.NONE, Duration.ZERO, Duration.ZERO, 0, 0, 0, UNLIMITED, Integer.MAX_VALUE, 1 << 16);

    /** A switch: 0.3 ± 0.1 ms, 100 MB/s, no loss to speak of. */
    public static final NetworkConditions LAN = PERFECT.withDelay(Duration.ofNanos(300_000), Duration.ofNanos(100_000))
            .withBandwidth(100_000_000, 1 << 20)
            .withMtuBytes(1500);

    /** A home network with neighbours, and a broadband line behind it: 12 ± 6 ms, short bursts of loss, 6 MB/s. */
    public static final NetworkConditions WIFI = LAN.withDelay(Duration.ofMillis(12), Duration.ofMillis(6))
            .withLoss(0.002)
            .withBursts(new Bursts(0.002, 0.3, 0.5))
            .withReordering(0.001)
            .withBandwidth(6_000_000, 256 << 10);

    /** A telephone on the move: 35 ± 20 ms, 1 % loss and bursts, 1 MB/s with a deep queue. */
    public static final NetworkConditions CELLULAR = LAN.withDelay(Duration.ofMillis(35), Duration.ofMillis(20))
            .withLoss(0.01)
            .withBursts(new Bursts(0.002, 0.2, 0.6))
            .withReordering(0.002)
            .withBandwidth(1_000_000, 256 << 10)
            .withMtuBytes(1430);

    /** A geostationary satellite: 290 ± 15 ms, 0.5 % loss and long bursts (rain), 500 kB/s. */
    public static final NetworkConditions SATELLITE = LAN.withDelay(Duration.ofMillis(290), Duration.ofMillis(15))
            .withLoss(0.005)
            .withBursts(new Bursts(0.0005, 0.05, 0.7))
            .withBandwidth(500_000, 128 << 10);

    /** All that can go wrong does: 120 ± 80 ms, about a fifth lost, reordered, duplicated, 100 kB/s. */
    public static final NetworkConditions AWFUL = LAN.withDelay(Duration.ofMillis(120), Duration.ofMillis(80))
            .withLoss(0.1)
            .withBursts(new Bursts(0.03, 0.2, 0.8))
            .withReordering(0.05)
            .withDuplication(0.02)
            .withBandwidth(100_000, 32 << 10)
            .withMtuBytes(1280);

    /**
     * Checks the ranges.
     *
     * @param loss see above
     * @param bursts see above
     * @param delay see above
     * @param jitter see above
     * @param reordering see above
     * @param duplication see above
     * @param corruption see above
     * @param bytesPerSecond see above
     * @param queueBytes see above
     * @param mtuBytes see above
     * @throws IllegalArgumentException if one is out of its range; the message names the range
     */
    public NetworkConditions {
        Objects.requireNonNull(bursts, "bursts");
        share(loss, "loss");
        share(reordering, "reordering");
        share(duplication, "duplication");
        share(corruption, "corruption");
        check(!delay.isNegative() && delay.compareTo(Duration.ofHours(1)) <= 0, "delay", delay, "0 to 1 hour");
        check(!jitter.isNegative() && jitter.compareTo(Duration.ofHours(1)) <= 0, "jitter", jitter, "0 to 1 hour");
        check(bytesPerSecond >= 1, "bytesPerSecond", bytesPerSecond, "1 or more, or UNLIMITED");
        check(queueBytes >= 1, "queueBytes", queueBytes, "1 or more");
        check(mtuBytes > LinkEmulator.HEADER_BYTES, "mtuBytes", mtuBytes, "more than " + LinkEmulator.HEADER_BYTES);
    }

    private static void share(double value, String name) {
        check(value >= 0 && value <= 1, name, value, "a share, 0 to 1 (0.05 is 5 %)");
    }

    private static void check(boolean fits, String name, Object value, String range) {
        if (!fits) {
            throw new IllegalArgumentException(name + " " + value + " is out of range: use " + range);
        }
    }

    /**
     * Loss in bursts, after Gilbert and Elliott: the link is in a good or a bad state, and may change over with every
     * datagram. In the bad one datagrams are lost with a probability of its own. On average the bad state lasts
     * {@code 1 / leave} datagrams and covers {@code enter / (enter + leave)} of them.
     *
     * <p>E. N. Gilbert, "Capacity of a burst-noise channel", 1960; E. O. Elliott, "Estimates of error rates for codes on
     * burst-noise channels", 1963. The good state's loss is {@link NetworkConditions#loss()}.
     *
     * @param enter probability, per datagram, to go from good to bad, 0 to 1
     * @param leave probability, per datagram, to go from bad to good, above 0, to 1
     * @param loss share of datagrams lost in the bad state, 0 to 1
     */
    public record Bursts(double enter, double leave, double loss) {
        /** No bursts. */
        public static final Bursts NONE = new Bursts(0, 1, 0);

        /**
         * Checks the ranges.
         *
         * @param enter see above
         * @param leave see above
         * @param loss see above
         * @throws IllegalArgumentException if one is out of its range; the message names the range
         */
        public Bursts {
            share(enter, "enter");
            share(leave, "leave");
            share(loss, "loss");
            check(leave > 0, "leave", leave, "more than 0, or the first burst never ends");
        }
    }

    /**
     * Changes the loss of single datagrams.
     *
     * @param value see {@code loss}
     * @return a copy with the change
     */
    public NetworkConditions withLoss(double value) {
        return new NetworkConditions(
                value,
                bursts,
                delay,
                jitter,
                reordering,
                duplication,
                corruption,
                bytesPerSecond,
                queueBytes,
                mtuBytes);
    }

    /**
     * Changes the loss in bursts.
     *
     * @param value see {@code bursts}
     * @return a copy with the change
     */
    public NetworkConditions withBursts(Bursts value) {
        return new NetworkConditions(
                loss, value, delay, jitter, reordering, duplication, corruption, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Changes the delay of one direction.
     *
     * @param mean see {@code delay}
     * @param deviation see {@code jitter}
     * @return a copy with the change
     */
    public NetworkConditions withDelay(Duration mean, Duration deviation) {
        return new NetworkConditions(
                loss,
                bursts,
                mean,
                deviation,
                reordering,
                duplication,
                corruption,
                bytesPerSecond,
                queueBytes,
                mtuBytes);
    }

    /**
     * Changes how many datagrams are held back.
     *
     * @param value see {@code reordering}
     * @return a copy with the change
     */
    public NetworkConditions withReordering(double value) {
        return new NetworkConditions(
                loss, bursts, delay, jitter, value, duplication, corruption, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Changes how many datagrams arrive twice.
     *
     * @param value see {@code duplication}
     * @return a copy with the change
     */
    public NetworkConditions withDuplication(double value) {
        return new NetworkConditions(
                loss, bursts, delay, jitter, reordering, value, corruption, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Changes how many datagrams arrive damaged.
     *
     * @param value see {@code corruption}
     * @return a copy with the change
     */
    public NetworkConditions withCorruption(double value) {
        return new NetworkConditions(
                loss, bursts, delay, jitter, reordering, duplication, value, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Changes the bottleneck.
     *
     * @param speed see {@code bytesPerSecond}
     * @param queue see {@code queueBytes}
     * @return a copy with the change
     */
    public NetworkConditions withBandwidth(long speed, int queue) {
        return new NetworkConditions(
                loss, bursts, delay, jitter, reordering, duplication, corruption, speed, queue, mtuBytes);
    }

    /**
     * Changes the largest packet.
     *
     * @param value see {@code mtuBytes}
     * @return a copy with the change
     */
    public NetworkConditions withMtuBytes(int value) {
        return new NetworkConditions(
                loss, bursts, delay, jitter, reordering, duplication, corruption, bytesPerSecond, queueBytes, value);
    }
}
