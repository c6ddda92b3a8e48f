package io.rxgase.transport.internal.protocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Makes and checks cookies: proof that a client receives what is sent to its address, kept by the client, so that the
 * server needs no memory of it. A cookie is the time in milliseconds since the machine was made (4 bytes) and a keyed
 * hash over that time, the client's address, port and connection id (8 bytes). It expires after {@link #LIFETIME_MILLIS}.
 */
final class CookieJar {
    static final int COOKIE_BYTES = 12;

    /** How long a cookie is taken; long enough for a client that retries over a bad network. */
    static final int LIFETIME_MILLIS = 10_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SipHash hash;
    private final ByteBuffer input = ByteBuffer.allocate(16 + 2 + 8 + 4);
    private long startNanos;
    private boolean started;

    CookieJar(RandomGenerator random) {
        hash = new SipHash(random.nextLong(), random.nextLong());
    }

    byte[] bake(long nowNanos, InetSocketAddress client, long clientId) {
        int millis = millis(nowNanos);
        return ByteBuffer.allocate(COOKIE_BYTES)
                .putInt(millis)
                .putLong(mac(millis, client, clientId))
                .array();
    }

    /** Reads a cookie and says whether it was made here for that client and is fresh. */
    boolean accepts(ByteBuffer in, long nowNanos, InetSocketAddress client, long clientId) {
        int millis = in.getInt();
        long mac = in.getLong();
        int age = millis(nowNanos) - millis;
        return age >= 0 && age <= LIFETIME_MILLIS && mac == mac(millis, client, clientId);
    }

    private int millis(long nowNanos) {
        if (!started) {
            started = true;
            startNanos = nowNanos;
        }
        return (int) ((nowNanos - startNanos) / NANOS_PER_MILLI);
    }

    private long mac(int millis, InetSocketAddress client, long clientId) {
        byte[] address = client.getAddress().getAddress();
        input.clear();
        input.put(address).putShort((short) client.getPort()).putLong(clientId).putInt(millis);
        return hash.hash(input.array(), input.position());
    }
}
