package io.rxgase.transport.emulation;

import static io.rxgase.transport.emulation.NetworkConditions.UNLIMITED;

/**
 * One direction of a link, as a seeded machine without a clock: a datagram goes in with the time, and what becomes
 * of it is told at once, as no, one or two arrivals in the future. Whoever calls it keeps the datagrams until then.
 *
 * <pre>{@code
 * LinkEmulator link = new LinkEmulator(NetworkConditions.WIFI, 42);
 * link.send(nowNanos, datagram, (arrivalNanos, bytes) -> agenda.at(arrivalNanos, () -> deliver(bytes)));
 * }</pre>
 *
 * <p>Exact: the same seed, conditions, times and sizes give the same fates on every machine. Each datagram draws the same count of
 * random numbers whatever the conditions are, so two runs that differ in one number lose the same
 * datagrams as far as they can, and compare well.
 *
 * <p>Single-threaded: owned by the thread of its network or relay.
 */
public final class LinkEmulator {
    /** What IPv4 and UDP put before each datagram; counted against the MTU and the bandwidth. */
    public static final int HEADER_BYTES = 28;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Even a link without delay can reorder: in a switch with two ways it takes a few milliseconds. */
    private static final long LEAST_HOLD_BACK_NANOS = 5_000_000;

    private final SeededRandom random;
    private final SeededRandom damage;

    private NetworkConditions conditions;
    private boolean inBurst;
    private long bottleneckFreeNanos = Long.MIN_VALUE;
    private long lastArrivalNanos = Long.MIN_VALUE;

    private long sent;
    private long sentBytes;
    private long tooLarge;
    private long queueFull;
    private long lost;
    private long heldBack;
    private long duplicated;
    private long corrupted;

    /**
     * A link at rest.
     *
     * @param conditions until others are set
     * @param seed of its faults
     */
    public LinkEmulator(NetworkConditions conditions, long seed) {
        this.conditions = conditions;
        this.random = new SeededRandom(seed);
        this.damage = new SeededRandom(~seed);
    }

    /** Takes what comes out of the link. */
    @FunctionalInterface
    public interface Arrivals {
        /**
         * A datagram will arrive.
         *
         * @param atNanos when, on the clock of {@code send}
         * @param datagram the bytes that were sent, or a damaged copy
         */
        void arrive(long atNanos, byte[] datagram);
    }

    /**
     * Replaces the conditions from the next datagram on. What is under way arrives as it was told.
     *
     * @param value from now on
     */
    public void conditions(NetworkConditions value) {
        conditions = value;
    }

    /**
     * What has happened so far.
     *
     * @return the counts
     */
    public LinkStats reading() {
        return new LinkStats(sent, sentBytes, tooLarge, queueFull, lost, heldBack, duplicated, corrupted);
    }

    /**
     * Puts a datagram on the link.
     *
     * @param nowNanos the time, not before that of the datagram before
     * @param datagram not copied; leave it unchanged
     * @param arrivals is called before this method returns, 0 to 2 times
     */
    public void send(long nowNanos, byte[] datagram, Arrivals arrivals) {
        boolean changeState = chance(
                inBurst ? conditions.bursts().leave() : conditions.bursts().enter());
        double lossDraw = random.nextDouble();
        long travelNanos = travelNanos();
        boolean holdBack = chance(conditions.reordering());
        double holdBackDraw = random.nextDouble();
        boolean duplicate = chance(conditions.duplication());
        double copyDraw = random.nextDouble();
        boolean corrupt = chance(conditions.corruption());

        sent++;
        sentBytes += datagram.length;
        inBurst ^= changeState;
        int packetBytes = datagram.length + HEADER_BYTES;
        if (packetBytes > conditions.mtuBytes()) {
            tooLarge++;
            return;
        }
        if (!passBottleneck(nowNanos, packetBytes)) {
            queueFull++;
            return;
        }
        if (lossDraw < (inBurst ? conditions.bursts().loss() : conditions.loss())) {
            lost++;
            return;
        }
        long arrivalNanos = Math.max(bottleneckFreeNanos + travelNanos, lastArrivalNanos);
        if (holdBack) {
            heldBack++;
            long longest = Math.max(conditions.delay().toNanos(), LEAST_HOLD_BACK_NANOS);
            arrivalNanos += (long) (holdBackDraw * longest);
        } else {
            lastArrivalNanos = arrivalNanos;
        }
        byte[] received = corrupt ? corrupted(datagram) : datagram;
        arrivals.arrive(arrivalNanos, received);
        if (duplicate) {
            duplicated++;
            long longest = Math.max(2 * conditions.jitter().toNanos(), LEAST_HOLD_BACK_NANOS);
            arrivals.arrive(arrivalNanos + (long) (copyDraw * longest), received);
        }
    }

    /** Moves the time at which the bottleneck is free behind this packet; false if the queue before it is full. */
    private boolean passBottleneck(long nowNanos, int packetBytes) {
        long startNanos = Math.max(nowNanos, bottleneckFreeNanos);
        if (conditions.bytesPerSecond() == UNLIMITED) {
            bottleneckFreeNanos = startNanos;
            return true;
        }
        double nanosPerByte = (double) NANOS_PER_SECOND / conditions.bytesPerSecond();
        double waitingBytes = (startNanos - nowNanos) / nanosPerByte;
        if (waitingBytes + packetBytes > conditions.queueBytes()) {
            return false;
        }
        bottleneckFreeNanos = startNanos + (long) (packetBytes * nanosPerByte);
        return true;
    }

    private long travelNanos() {
        double deviation = 2 * random.nextDouble() - 1;
        return Math.max(
                0,
                conditions.delay().toNanos()
                        + (long) (deviation * conditions.jitter().toNanos()));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private byte[] corrupted(byte[] datagram) {
        if (datagram.length == 0) {
            return datagram;
        }
        corrupted++;
        byte[] copy = datagram.clone();
        int bits = copy.length * Byte.SIZE;
        int bit = (int) (damage.nextDouble() * bits);
        for (int flips = 1 + (int) (damage.nextDouble() * 3); flips > 0; flips--) {
            copy[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            // Two steps of at most a third never come back, which would undo a flip.
            bit = (bit + 1 + (int) (damage.nextDouble() * (bits / 3 - 1))) % bits;
        }
        return copy;
    }
}
