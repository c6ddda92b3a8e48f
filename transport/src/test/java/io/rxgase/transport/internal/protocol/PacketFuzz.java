package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rxgase.transport.TransportOptions;
import java.nio.ByteBuffer;

/**
 * Looks for bytes that break the machine: with {@code JAZZER_FUZZ=1} in the environment, {@code
 * mvn -pl transport -am test -Dtest=PacketFuzz#connection -Dsurefire.failIfNoSpecifiedTests=false} searches for new ones. Its name
 * keeps it out of ordinary test runs, in which {@link PacketCorpusTest} replays the corpus in
 * src/test/resources/io/rxgase/transport/internal/protocol/PacketFuzzInputs.
 */
class PacketFuzz {
    /** Frames alone: all that is read lies within the bytes, and a packet that is well-formed once is so again. */
    @FuzzTest(maxDuration = "2m")
    void frames(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean wellFormed = FrameReader.isWellFormed(in);
        assertThat(in.position()).isZero();
        assertThat(FrameReader.read(in, new BoundsSink(bytes.length))).isEqualTo(wellFormed);
    }

    /** A datagram from nobody. */
    @FuzzTest(maxDuration = "2m")
    void datagram(byte[] bytes) {
        TestPair pair = new TestPair();
        pair.server.receive(TestPair.address(3, 3), bytes.clone());
        pair.client.receive(pair.server.address, bytes.clone());
        for (TestHost host : new TestHost[] {pair.client, pair.server}) {
            Counters totals = host.machine.totals();
            assertThat(totals.packetsReceived + totals.datagramsDropped()).isOne();
        }
        assertThat(pair.down.bytes).isLessThanOrEqualTo(bytes.length);
    }

    /** A peer that sends whatever it likes: a length byte, then that many bytes of frames, and so on. */
    @FuzzTest(maxDuration = "2m")
    void connection(byte[] bytes) {
        TestPair pair = new TestPair();
        pair.client.records = true;
        pair.connect();
        pair.run(TestPair.SECOND / 10);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int sequence = 1;
        while (in.remaining() > 1) {
            byte[] frames = new byte[Math.min(in.get() & 0xff, in.remaining())];
            in.get(frames);
            byte[] packet = Forger.inTheNameOf(pair.client, sequence++, out -> out.put(frames));
            pair.server.receive(pair.client.address, packet);
            pair.nowNanos += TestPair.MILLI;
            if (pair.server.machine.pollTimeout() <= pair.nowNanos) {
                pair.server.machine.handleTimeout(pair.nowNanos);
                pair.server.drain();
            }
        }
        var stats = pair.server.machine.stats(pair.server.connection);
        if (stats != null) {
            assertThat(stats.queuedBytes()).isLessThanOrEqualTo(4L * bytes.length + 8 * 64);
            int limit = TransportOptions.defaults().maxQueuedBytes();
            assertThat(pair.server.machine.memory(pair.server.connection).used())
                    .isBetween(0, limit + limit / 8 + Limits.MESSAGE_OVERHEAD);
        }
    }

    /** Reads every body that it is shown, to its end. */
    private static final class BoundsSink extends NullFrameSink {
        private final int limit;

        BoundsSink(int limit) {
            this.limit = limit;
        }

        private void check(ByteBuffer in, int length) {
            assertThat(length).isBetween(0, limit - in.position());
        }

        @Override
        public void onMessage(int channel, int id16, ByteBuffer in, int length) {
            check(in, length);
        }

        @Override
        public void onFragment(int channel, int id16, int index, int count, ByteBuffer in, int length) {
            check(in, length);
            assertThat(index).isBetween(0, count - 1);
        }

        @Override
        public void onState(long base, long version, boolean relaxed, ByteBuffer in, int length) {
            check(in, length);
            assertThat(base).isLessThan(version);
        }

        @Override
        public void onSlice(int frame16, long base, long version, int index, int count, ByteBuffer in, int length) {
            check(in, length);
            assertThat(index).isBetween(0, count - 1);
        }

        @Override
        public void onClose(int code, ByteBuffer in, int length) {
            check(in, length);
        }
    }
}
