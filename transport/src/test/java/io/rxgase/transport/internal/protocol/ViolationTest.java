package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DisconnectReason;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A peer that breaks the protocol in packets that are otherwise flawless is counted and closed. */
class ViolationTest {
    private static final byte[] NOTHING = {};

    private final TestPair pair = new TestPair();

    /** Sends the server these frames in the client's name; returns the text that the client is shown. */
    private String forge(Consumer<ByteBuffer> frames) {
        pair.client.records = true;
        pair.connect();
        pair.run(TestPair.SECOND);
        pair.up.down = true; // what the client thinks of answers to a packet that it never sent is not asked here
        pair.server.receive(pair.client.address, Forger.inTheNameOf(pair.client, 1, frames));
        pair.run(TestPair.SECOND);
        if (pair.server.end() == null) {
            return "";
        }
        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
        assertThat(pair.server.dropped(DropRule.PROTOCOL_VIOLATION)).isOne();
        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
        return pair.client.end().detail();
    }

    @Test
    void shouldCloseWhenThePeerAcknowledgesAPacketThatWasNeverSent() {
        assertThat(forge(out -> ack(out, 1_000, 0))).contains("acknowledged what was never sent");
    }

    @Test
    void shouldCloseWhenThePeerAcknowledgesPacketsBeforeTheFirst() {
        assertThat(forge(out -> ack(out, 0, 1))).contains("acknowledged what was never sent");
    }

    private static void ack(ByteBuffer out, int head, long bits) {
        out.put((byte) Wire.ACK).putShort((short) head).putLong(bits).putShort((short) 0);
    }

    @Test
    void shouldCloseWhenThePeerSendsBeyondTheEdgeInMessages() {
        assertThat(forge(out -> FrameWriter.message(out, Channel.ORDERED.id(), Limits.MESSAGE_WINDOW, NOTHING)))
                .contains("beyond what was allowed");
    }

    @Test
    void shouldTakeTheLastMessageThatTheEdgeAllows() {
        assertThat(forge(out -> FrameWriter.message(out, Channel.ORDERED.id(), Limits.MESSAGE_WINDOW - 1, NOTHING)))
                .isEmpty();
    }

    @Test
    void shouldCloseWhenThePeerSendsBeyondTheEdgeInBytes() {
        pair.server.consumesAtOnce = false;
        pair.client.records = true;
        pair.connect();
        pair.run(TestPair.SECOND);
        byte[] kilobyte = new byte[1000];
        int taken = 0;
        while (pair.server.end() == null) {
            int id = taken++;
            byte[] forged = Forger.inTheNameOf(
                    pair.client, taken, out -> FrameWriter.message(out, Channel.ORDERED.id(), id, kilobyte));
            pair.server.receive(pair.client.address, forged);
        }
        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
        int window = new Limits(io.rxgase.transport.TransportOptions.defaults()).receiveBytesPerChannel;
        assertThat(taken * 1032).isBetween(window, window + 2 * 1032);
    }

    @Test
    void shouldCloseWhenThePeerUsesAChannelThatWasNotDeclared() {
        assertThat(forge(out -> FrameWriter.message(out, 40, 0, NOTHING))).contains("beyond what was allowed");
    }

    @Test
    void shouldCloseWhenThePeerMovesTheEdgeOfAnUnreliableChannel() {
        assertThat(forge(out -> FrameWriter.edge(out, Channel.UNRELIABLE.id(), 5, 5)))
                .contains("edge");
    }

    @Test
    void shouldCloseWhenPiecesOfAMessageContradictEachOther() {
        byte[] piece = new byte[200];
        assertThat(forge(out -> {
                    FrameWriter.fragment(out, Channel.ORDERED.id(), 0, 0, 3, piece, 0, 200);
                    FrameWriter.fragment(out, Channel.ORDERED.id(), 0, 1, 4, piece, 0, 200);
                }))
                .contains("piece of a message");
    }

    @Test
    void shouldCloseWhenAMessageHasMorePiecesThanTheLargestCanHave() {
        byte[] piece = new byte[200];
        assertThat(forge(out -> FrameWriter.fragment(out, Channel.ORDERED.id(), 0, 0, 1 << 20, piece, 0, 200)))
                .contains("piece of a message");
    }

    @Test
    void shouldNotAllocateForPiecesThatAreOnlyClaimed() {
        assertThat(forge(out -> FrameWriter.fragment(out, Channel.ORDERED.id(), 0, 0, 2_000, new byte[200], 0, 200)))
                .isEmpty();
        assertThat(pair.server.machine.stats(pair.server.connection).queuedBytes())
                .isLessThan(300);
    }
}
