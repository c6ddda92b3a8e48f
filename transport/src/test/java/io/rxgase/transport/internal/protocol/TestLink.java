package io.rxgase.transport.internal.protocol;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** One direction of a bad network in virtual time. Change its fields at any time; each fault that happens is counted. */
final class TestLink {
    /** A datagram under way. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Flight(long arrivalNanos, long number, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {}

    private static final Comparator<Flight> ORDER =
            Comparator.comparingLong(Flight::arrivalNanos).thenComparingLong(Flight::number);

    final PriorityQueue<Flight> flights = new PriorityQueue<>(ORDER);
    private final SplittableRandom random;
    double loss;
    double duplication;
    double corruption;
    double reordering;
    long delayNanos = 1_000_000;
    long jitterNanos;
    boolean down;

    /** 0 = without limit. */
    double bytesPerSecond;

    /** What waits for the bandwidth at most; what comes then is lost. */
    int queueBytes = 64 * 1024;

    long lost;
    long duplicated;
    long corrupted;
    long reordered;
    long overflowed;
    long blackedOut;
    final Map<InetSocketAddress, Long> bytesTo = new HashMap<>();
    final List<Long> sendTimes = new ArrayList<>();
    boolean records;
    long datagrams;
    long bytes;
    private long number;
    private long busyUntilNanos;

    TestLink(long seed) {
        random = new SplittableRandom(seed);
    }

    void send(long nowNanos, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        datagrams++;
        bytes += datagram.length;
        if (records) {
            sendTimes.add(nowNanos);
        }
        bytesTo.merge(to, (long) datagram.length, Long::sum);
        if (down) {
            blackedOut++;
            return;
        }
        if (random.nextDouble() < loss) {
            lost++;
            return;
        }
        long leaveNanos = nowNanos;
        if (bytesPerSecond > 0) {
            long start = Math.max(nowNanos, busyUntilNanos);
            if ((start - nowNanos) / 1e9 * bytesPerSecond > queueBytes) {
                overflowed++;
                return;
            }
            busyUntilNanos = start + (long) (datagram.length / bytesPerSecond * 1e9);
            leaveNanos = busyUntilNanos;
        }
        add(leaveNanos, from, to, datagram);
        if (random.nextDouble() < duplication) {
            duplicated++;
            add(leaveNanos, from, to, datagram);
        }
    }

    private void add(long leaveNanos, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        long jitter = jitterNanos == 0 ? 0 : random.nextLong(-jitterNanos, jitterNanos + 1);
        long arrival = leaveNanos + Math.max(0, delayNanos + jitter);
        if (random.nextDouble() < reordering) {
            reordered++;
            arrival += 2 * delayNanos + 5_000_000;
        }
        byte[] copy = datagram.clone();
        if (random.nextDouble() < corruption) {
            corrupted++;
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        flights.add(new Flight(arrival, number++, from, to, copy));
    }

    long nextArrivalNanos() {
        Flight first = flights.peek();
        return first == null ? EndpointMachine.NEVER : first.arrivalNanos();
    }

    /** Heals everything. */
    void heal() {
        loss = 0;
        duplication = 0;
        corruption = 0;
        reordering = 0;
        jitterNanos = 0;
        bytesPerSecond = 0;
        down = false;
    }
}
