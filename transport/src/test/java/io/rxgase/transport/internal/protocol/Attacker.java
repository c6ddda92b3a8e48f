package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A third party that throws at both ends whatever it makes up or has overheard. */
final class Attacker {
    private final TestPair pair;
    private final SplittableRandom random;
    private final InetSocketAddress address = TestPair.address(3, 6_666);

    Attacker(TestPair pair, SplittableRandom random) {
        this.pair = pair;
        this.random = random;
        pair.client.records = true;
        pair.server.records = true;
    }

    void attack() {
        TestHost victim = random.nextBoolean() ? pair.client : pair.server;
        TestHost other = victim == pair.client ? pair.server : pair.client;
        byte[] overheard = other.datagramsSent.isEmpty()
                ? new byte[0]
                : other.datagramsSent
                        .get(random.nextInt(other.datagramsSent.size()))
                        .clone();
        InetSocketAddress from = random.nextBoolean() ? address : other.address;
        switch (random.nextInt(8)) {
            case 0 -> throwAt(victim, from, noise());
            case 1 -> throwAt(victim, from, flipped(overheard));
            case 2 -> throwAt(victim, from, cut(overheard));
            case 3 -> throwAt(victim, from, overheard);
            case 4 -> throwAt(victim, from, hello(random.nextInt(3) * 6));
            case 5 -> flood(victim);
            default -> {}
        }
    }

    private void throwAt(TestHost victim, InetSocketAddress from, byte[] datagram) {
        if (!victim.isPaused()) {
            victim.machine.receive(pair.nowNanos, from, ByteBuffer.wrap(datagram));
        }
    }

    /** Now and then, more hellos at once than there is room for answers. */
    private void flood(TestHost victim) {
        if (random.nextInt(20) == 0) {
            byte[] hello = hello(0);
            for (int i = 0; i < 2 * Answers.CAPACITY; i++) {
                throwAt(victim, address, hello.clone());
            }
        }
    }

    /** In the client's name, to the server. */
    void acknowledgeWhatWasNeverSent() {
        byte[] datagram = Forger.inTheNameOf(
                pair.client,
                1,
                out -> out.put((byte) Wire.ACK)
                        .putShort((short) (pair.server.firstSequence + pair.server.datagramsSent.size() + 1000))
                        .putLong(0)
                        .putShort((short) 0));
        pair.server.receive(pair.client.address, datagram);
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(1500)];
        random.nextBytes(bytes);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[0] = (byte) random.nextInt(0x10, 0x17);
        }
        return bytes;
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    /** A hello that is whole, with a cookie of that length that nobody made. */
    private byte[] hello(int cookieBytes) {
        ByteBuffer out = ByteBuffer.allocate(1472);
        byte[] cookie = new byte[cookieBytes];
        random.nextBytes(cookie);
        Limits limits = new Limits(TransportOptions.defaults());
        new HandshakePackets().hello(out, 1200, random.nextLong(), limits, 0, cookie, new byte[0]);
        byte[] datagram = new byte[out.position()];
        out.get(0, datagram);
        return datagram;
    }
}
