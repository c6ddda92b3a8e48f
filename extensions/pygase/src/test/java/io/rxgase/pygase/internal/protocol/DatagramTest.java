package io.rxgase.pygase.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.PygaseVectors;
import io.rxgase.testkit.PygaseVectors.Vector;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatagramTest {
    static List<Vector> headers() {
        return PygaseVectors.ofKind("header", "client", "server");
    }

    static List<Vector> clientDatagrams() {
        return PygaseVectors.ofKind("client");
    }

    static List<Vector> serverDatagrams() {
        return PygaseVectors.ofKind("server");
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldReadAndWriteEveryGoldenHeader(Vector vector) {
        PacketHeader header = PacketHeader.read(ByteBuffer.wrap(vector.bytes()));
        assertThat(header)
                .isEqualTo(new PacketHeader(vector.number("seq"), vector.number("ack"), vector.number("bits")));

        ByteBuffer written = ByteBuffer.allocate(PacketHeader.BYTES);
        header.write(written);
        assertThat(ByteBuffer.wrap(vector.bytes(), 0, PacketHeader.BYTES)).isEqualTo(written.flip());
    }

    @ParameterizedTest
    @MethodSource("clientDatagrams")
    void shouldTakeEveryGoldenClientDatagramApart(Vector vector) {
        Datagram datagram = Datagram.fromClient(ByteBuffer.wrap(vector.bytes()));
        assertThat(datagram).isNotNull();
        assertThat(datagram.timeOrder()).isEqualTo(vector.number("time_order"));
        Object events = ((Map<?, ?>) vector.meaning()).get("events");
        assertThat(datagram.events()).hasSize(events instanceof List<?> list ? list.size() : 1);
        assertThat(reassembled(vector, datagram)).isEqualTo(vector.hex());
    }

    @ParameterizedTest
    @MethodSource("serverDatagrams")
    void shouldTakeEveryGoldenServerDatagramApart(Vector vector) {
        Datagram datagram = Datagram.fromServer(ByteBuffer.wrap(vector.bytes()));
        assertThat(datagram).isNotNull();
        assertThat(datagram.events()).hasSize(((List<?>) ((Map<?, ?>) vector.meaning()).get("events")).size());
        assertThat(reassembled(vector, datagram)).isEqualTo(vector.hex());
    }

    private static String reassembled(Vector vector, Datagram datagram) {
        ByteBuffer bytes = ByteBuffer.allocate(Datagram.MAX_BYTES);
        datagram.header().write(bytes);
        if (vector.kind().equals("client")) {
            bytes.putShort((short) datagram.timeOrder());
        } else {
            bytes.putShort((short) datagram.update().length).put(datagram.update());
        }
        datagram.events().forEach(event -> bytes.putShort((short) event.length).put(event));
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return HexFormat.of().formatHex(written);
    }

    @Test
    void shouldFindNothingInAnythingCutOff() {
        for (Vector vector : clientDatagrams()) {
            for (int length = 0; length < Math.min(vector.bytes().length, 200); length++) {
                Datagram datagram = Datagram.fromClient(ByteBuffer.wrap(vector.bytes(), 0, length));
                assertThat(datagram == null || datagram.events().size() < 2)
                        .as("%s cut to %d", vector, length)
                        .isTrue();
            }
        }
        for (Vector vector : serverDatagrams()) {
            int updateEnd = Datagram.FIXED_BYTES
                    + Short.toUnsignedInt(ByteBuffer.wrap(vector.bytes()).getShort(PacketHeader.BYTES));
            for (int length = 0; length < updateEnd; length++) {
                assertThat(Datagram.fromServer(ByteBuffer.wrap(vector.bytes(), 0, length)))
                        .as("%s cut to %d", vector, length)
                        .isNull();
            }
        }
    }

    @Test
    void shouldRefuseForeignAndOversizedDatagrams() {
        byte[] foreign = PygaseVectors.ofKind("client").get(0).bytes();
        foreign[3]++;
        assertThat(Datagram.fromClient(ByteBuffer.wrap(foreign))).isNull();

        ByteBuffer tooLong = ByteBuffer.allocate(Datagram.MAX_BYTES + 1);
        new PacketHeader(1, 0, 0).write(tooLong);
        assertThat(Datagram.fromClient(tooLong.rewind())).isNull();

        ByteBuffer withoutNumber = ByteBuffer.allocate(Datagram.FIXED_BYTES);
        new PacketHeader(0, 0, 0).write(withoutNumber);
        assertThat(Datagram.fromClient(withoutNumber.rewind())).isNull();
    }

    @Test
    void shouldFillWithTheClientsOwnTimeOrder() {
        for (Vector vector : PygaseVectors.ofKind("server", "update")) {
            Map<?, ?> meaning = (Map<?, ?>) vector.meaning();
            Map<?, ?> update = meaning.get("update") instanceof Map<?, ?> nested ? nested : meaning;
            if (update.size() > 1) {
                continue;
            }
            int timeOrder = ((Number) update.get("time_order")).intValue();
            ByteBuffer into = ByteBuffer.allocate(UpdateFiller.MAX_BYTES + Short.BYTES);
            UpdateFiller.write(timeOrder, into);
            byte[] filler = new byte[into.position()];
            into.flip().get(filler);
            assertThat(vector.hex()).contains(HexFormat.of().formatHex(filler, 2, filler.length));
            assertThat(filler[1]).isEqualTo((byte) (filler.length - 2));
        }
    }
}
