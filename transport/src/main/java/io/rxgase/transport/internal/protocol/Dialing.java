package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.DisconnectReason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A client's attempt to connect: says hello again and again, with the server's cookie once it has one. */
final class Dialing extends Association {
    /** First wait for an answer; doubles up to {@link #MAX_RETRY_NANOS}. */
    static final long FIRST_RETRY_NANOS = 200_000_000;

    /**
     * Several hellos have to get lost in a row, not two or three, before a time-out is over: this side's for the connect, and, once the
     * server has let this client in, the server's idle time-out, as hellos are all that it hears of a client whose welcome was lost.
     */
    static final long MAX_RETRY_NANOS = 250_000_000;

    private static final byte[] NO_COOKIE = {};

    final InetSocketAddress remote;
    final ConnectionEvents events;
    private final Limits limits;
    private final HandshakePackets packets;
    private final long firstSequence;
    private final byte[] hello;
    private final long giveUpNanos;
    private byte[] cookie = NO_COOKIE;
    private boolean due = true;
    private long retryDelayNanos = FIRST_RETRY_NANOS;
    private long retryNanos = EndpointMachine.NEVER;
    private boolean gone;
    private boolean connected;

    Dialing(
            long handle,
            long localId,
            InetSocketAddress remote,
            byte[] hello,
            Limits limits,
            HandshakePackets packets,
            Counters counters,
            ConnectionEvents events,
            long firstSequence,
            long nowNanos) {
        super(handle, localId, counters);
        this.remote = remote;
        this.hello = hello.clone();
        this.limits = limits;
        this.packets = packets;
        this.events = events;
        this.firstSequence = firstSequence;
        giveUpNanos = nowNanos + limits.connectNanos;
    }

    @Override
    boolean transmit(long nowNanos, Transmit into) {
        if (!due || gone) {
            return false;
        }
        due = false;
        retryNanos = nowNanos + retryDelayNanos;
        retryDelayNanos = Math.min(MAX_RETRY_NANOS, 2 * retryDelayNanos);
        ByteBuffer out = into.buffer();
        int start = out.position();
        packets.hello(out, limits.maxDatagramBytes, localId, limits, firstSequence, cookie, hello);
        out.limit(out.position()).position(start);
        counters.packetsSent++;
        counters.bytesSent += out.remaining();
        into.filled(remote, handle);
        return true;
    }

    /** The server wants its cookie back. */
    void challenged(ByteBuffer in) {
        int length = in.hasRemaining() ? in.get() & 0xff : 0;
        if (length == 0 || length > CookieJar.COOKIE_BYTES || in.remaining() != length) {
            counters.drop(DropRule.MALFORMED);
            return;
        }
        counters.packetsReceived++;
        cookie = new byte[length];
        in.get(cookie);
        due = true;
        retryDelayNanos = FIRST_RETRY_NANOS;
    }

    /** The server does not want this client. */
    void refused(ByteBuffer in) {
        int length = in.remaining() < 3 ? -1 : in.getShort(in.position() + 1);
        if (length < 0 || length > Wire.MAX_TEXT_BYTES || in.remaining() != 3 + length) {
            counters.drop(DropRule.MALFORMED);
            return;
        }
        counters.packetsReceived++;
        DisconnectReason reason = ReasonCode.reason(in.get() & 0xff);
        in.getShort();
        fail(reason, Text.decode(in, length));
    }

    void otherVersion(int theirs) {
        counters.packetsReceived++;
        fail(
                DisconnectReason.VERSION_MISMATCH,
                remote + " speaks version " + theirs + " of the protocol, this side version " + Wire.VERSION);
    }

    void fail(DisconnectReason reason, String detail) {
        gone = true;
        events.disconnected(reason, detail);
    }

    /** The connection is made; something else goes on with it. */
    void finished() {
        gone = true;
        connected = true;
    }

    boolean isConnected() {
        return connected;
    }

    @Override
    void handleTimeout(long nowNanos) {
        if (nowNanos >= giveUpNanos) {
            double seconds = limits.connectNanos / 1e9;
            fail(DisconnectReason.CONNECT_TIMED_OUT, "no answer from " + remote + " for " + seconds + " s");
        } else if (nowNanos >= retryNanos) {
            due = true;
        }
    }

    @Override
    void arm(long nowNanos) {}

    @Override
    long timeoutNanos() {
        return gone ? EndpointMachine.NEVER : Math.min(giveUpNanos, retryNanos);
    }

    @Override
    boolean isGone() {
        return gone;
    }
}
