package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Admission;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the handshake. Keeps nothing of a client until its address has returned the cookie; no answer is larger than the
 * hello that caused it.
 */
final class Reception {
    /** Makes a connection for an admitted client. */
    interface Door {
        /** Whether that client is in already; then it is welcomed again, as it seems not to know, and counts as heard. */
        boolean isIn(long nowNanos, long clientId, InetSocketAddress from);

        boolean isFull();

        void open(
                long nowNanos,
                InetSocketAddress from,
                long clientId,
                PeerLimits peer,
                byte[] hello,
                Admission.Decision decision);
    }

    private final Limits limits;
    private final CookieJar cookies;
    private final HandshakePackets packets;
    private final Answers answers;
    private final Counters strays;
    private final Door door;
    private final boolean isListening;

    /** Why nobody is let in any more; null if somebody may be. */
    private @Nullable DisconnectReason closed;

    private String closedDetail = "";

    Reception(
            Limits limits,
            CookieJar cookies,
            HandshakePackets packets,
            Answers answers,
            Counters strays,
            Door door,
            boolean isListening) {
        this.limits = limits;
        this.cookies = cookies;
        this.packets = packets;
        this.answers = answers;
        this.strays = strays;
        this.door = door;
        this.isListening = isListening;
    }

    /** Nobody is let in from now on, and who asks is told why. */
    void close(DisconnectReason reason, String detail) {
        closed = reason;
        closedDetail = detail;
    }

    /** A hello, from first byte to limit. */
    void receive(long nowNanos, InetSocketAddress from, ByteBuffer in) {
        if (in.remaining() < Wire.MIN_HELLO_DATAGRAM) {
            strays.drop(DropRule.SHORT_HELLO);
        } else if (!isListening) {
            strays.drop(DropRule.NOT_LISTENING);
        } else if (!packets.isIntact(in)) {
            strays.drop(DropRule.BAD_TAG);
        } else {
            int version = HandshakePackets.version(in);
            long clientId = HandshakePackets.clientId(in);
            in.position(in.position() + HandshakePackets.PREFIX_BYTES);
            if (version == Wire.VERSION) {
                receive(nowNanos, from, clientId, in);
            } else {
                strays.packetsReceived++;
                strays.drop(DropRule.REFUSED_CLIENT);
                answer(from, out -> packets.otherVersion(out, clientId));
            }
        }
    }

    private void receive(long nowNanos, InetSocketAddress from, long clientId, ByteBuffer in) {
        // What follows is of fixed length but for cookie and hello, and the least datagram is longer than all of it.
        PeerLimits peer = HandshakePackets.readLimits(in);
        int digest = in.getInt();
        int cookieLength = in.get() & 0xff;
        if (!peer.isSane() || (cookieLength != 0 && cookieLength != CookieJar.COOKIE_BYTES)) {
            strays.drop(DropRule.MALFORMED);
            return;
        }
        boolean verified = cookieLength != 0 && cookies.accepts(in, nowNanos, from, clientId);
        int helloLength = in.getShort() & 0xffff;
        if (helloLength > Math.min(in.remaining(), TransportOptions.MAX_HELLO_BYTES)) {
            strays.drop(DropRule.MALFORMED);
        } else if (verified) {
            strays.packetsReceived++;
            byte[] hello = new byte[helloLength];
            in.get(hello);
            decide(nowNanos, from, clientId, peer, digest, hello);
        } else {
            if (cookieLength == 0) {
                strays.packetsReceived++;
            } else {
                strays.drop(DropRule.BAD_COOKIE);
            }
            answer(from, out -> packets.challenge(out, clientId, cookies.bake(nowNanos, from, clientId)));
        }
    }

    private void decide(
            long nowNanos, InetSocketAddress from, long clientId, PeerLimits peer, int digest, byte[] hello) {
        if (door.isIn(nowNanos, clientId, from)) {
            return;
        }
        DisconnectReason shut = closed;
        if (shut != null) {
            refuse(from, clientId, shut, closedDetail);
        } else if (digest != limits.channelsDigest) {
            refuse(from, clientId, DisconnectReason.VERSION_MISMATCH, "the two sides declare different channels");
        } else if (door.isFull()) {
            refuse(from, clientId, DisconnectReason.SERVER_FULL, "the server has as many connections as it allows");
        } else {
            Admission.Decision decision = ask(from, hello);
            if (decision.admitted()) {
                door.open(nowNanos, from, clientId, peer, hello, decision);
            } else {
                refuse(from, clientId, DisconnectReason.REFUSED, decision.detail());
            }
        }
    }

    private Admission.Decision ask(InetSocketAddress from, byte[] hello) {
        try {
            return limits.admission.decide(from, hello);
        } catch (Throwable thrown) { // an Error, too, refuses one client and not all
            return Admission.Decision.refuse("the server's admission failed");
        }
    }

    private void refuse(InetSocketAddress from, long clientId, DisconnectReason reason, String detail) {
        strays.drop(DropRule.REFUSED_CLIENT);
        answer(from, out -> packets.refused(out, clientId, ReasonCode.of(reason), detail));
    }

    private void answer(InetSocketAddress from, Consumer<ByteBuffer> writer) {
        if (!answers.add(from, writer)) {
            strays.drop(DropRule.ANSWER_QUEUE_FULL);
        }
    }
}
