package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.internal.protocol.SipHash;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that have not proven yet that they are whose they say. It costs no connection, no timer and no thread: datagrams alone move
 * it. Bounded: {@value #CAPACITY} addresses, of which the one that was silent for longest gives way, and {@value #MAX_HELD_BYTES} bytes of
 * events for all of them together.
 *
 * <p>The number of an answer is 15 bits of SipHash over the address and the present 10 s, under a key of this machine's own, and the time
 * within these 10 s: if an address had to give way, its next answer has a later number than its last one. Of the two halves of the
 * circle it lies in the one that is newer than what the client has seen, which would die of older numbers.
 */
final class HalfOpenTable {
    static final int CAPACITY = 4096;

    static final int MAX_HELD_BYTES = 1024 * 1024;

    private static final int NUMBER_BITS = 15;
    private static final int HALF_CIRCLE = 32_767;
    /** No two answers to an address come so shortly after each other. */
    private static final long STEP_NANOS = 25_000_000L;

    private final SipHash hash;
    private final ByteBuffer hashed = ByteBuffer.allocate(16 + Integer.BYTES + Long.BYTES);
    private final Map<InetSocketAddress, HalfOpen> byAddress = new LinkedHashMap<>(16, 0.75f, true);
    private int heldBytes;

    HalfOpenTable(RandomGenerator random) {
        hash = new SipHash(random.nextLong(), random.nextLong());
    }

    /** The address's entry, if there is one that is still good. */
    @Nullable
    HalfOpen find(long nowNanos, InetSocketAddress address) {
        HalfOpen known = byAddress.get(address);
        return known == null || nowNanos - known.sinceNanos >= HalfOpen.LIFE_NANOS ? null : known;
    }

    /**
     * Makes an entry, in the place of one that is too old.
     *
     * @param ack what the client acknowledges
     * @param lastNumber the last number that was sent there, {@link CircularNumber#NONE} if that is not known
     */
    HalfOpen add(long nowNanos, InetSocketAddress address, int ack, int lastNumber) {
        HalfOpen old = byAddress.get(address);
        if (old != null) {
            remove(old);
        } else if (byAddress.size() >= CAPACITY) {
            Iterator<HalfOpen> silentForLongest = byAddress.values().iterator();
            remove(silentForLongest.next());
        }
        int before = lastNumber;
        if (old != null && old.answers() > 0) {
            before = secret(nowNanos, address, old.lastNumber());
        } else if (lastNumber == CircularNumber.NONE) {
            before = secret(nowNanos, address, ack);
        }
        HalfOpen made = new HalfOpen(nowNanos, address, ack, before);
        byAddress.put(address, made);
        return made;
    }

    void note(HalfOpen from, Datagram datagram, int size) {
        heldBytes += from.note(datagram, size, MAX_HELD_BYTES - heldBytes);
    }

    void remove(HalfOpen entry) {
        if (byAddress.remove(entry.address) != null) {
            heldBytes -= entry.heldBytes();
        }
    }

    /** Whether this one was not removed or replaced. */
    @SuppressWarnings("ReferenceEquality")
    boolean contains(HalfOpen entry) {
        return byAddress.get(entry.address) == entry;
    }

    private int secret(long nowNanos, InetSocketAddress address, int seen) {
        long epoch = Math.floorDiv(nowNanos, HalfOpen.LIFE_NANOS);
        int steps = (int) (Math.floorMod(nowNanos, HalfOpen.LIFE_NANOS) / STEP_NANOS);
        hashed.clear()
                .put(address.getAddress().getAddress())
                .putInt(address.getPort())
                .putLong(epoch);
        long bits = hash.hash(hashed.array(), hashed.position());
        int number = CircularNumber.plus(1 + (int) (bits >>> (Long.SIZE - NUMBER_BITS)), steps);
        if (seen == CircularNumber.NONE || CircularNumber.distance(number, seen) >= 0) {
            return number;
        }
        return CircularNumber.plus(number, HALF_CIRCLE);
    }

    int size() {
        return byAddress.size();
    }

    int heldBytes() {
        return heldBytes;
    }
}
