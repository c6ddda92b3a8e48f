package io.rxgase.pygase.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.pygase.internal.protocol.ReceiveWindow.Arrival;
import io.rxgase.testkit.PygaseVectors;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    private final ReceiveWindow window = new ReceiveWindow();

    @Test
    void shouldRememberEveryNumberAlsoTheOneBeforeAGap() {
        assertThat(PygaseVectors.section("receive")).isNotEmpty().allSatisfy(row -> {
            ReceiveWindow receiver = new ReceiveWindow();
            for (Object number : (List<?>) row.get("received")) {
                receiver.mark(((BigInteger) number).intValue());
            }
            assertThat(receiver.newest()).isEqualTo(intOf(row, "correct_ack"));
            assertThat(receiver.bits()).isEqualTo(Integer.parseUnsignedInt((String) row.get("correct_bits"), 2));
        });
    }

    @Test
    void shouldTellNewFromLateAndDuplicate() {
        IntStream.of(10, 12, 40).forEach(window::mark);
        assertThat(window.judge(41)).isEqualTo(Arrival.NEW);
        assertThat(window.judge(11)).isEqualTo(Arrival.LATE);
        assertThat(window.judge(8)).isEqualTo(Arrival.LATE);
        assertThat(window.judge(7)).isEqualTo(Arrival.TOO_LATE);
        assertThat(window.judge(40)).isEqualTo(Arrival.DUPLICATE);
        assertThat(window.judge(12)).isEqualTo(Arrival.DUPLICATE);
        assertThat(window.judge(10)).isEqualTo(Arrival.DUPLICATE);
    }

    @Test
    void shouldTakeAnyNumberFirst() {
        assertThat(window.judge(40_000)).isEqualTo(Arrival.NEW);
        window.mark(40_000);
        assertThat(window).hasToString("40000 00000000");
    }

    @Test
    void shouldRememberTheNewestOfBeforeWhenThirtyTwoAreSkipped() {
        IntStream.of(1, 33).forEach(window::mark);
        assertThat(window).hasToString("33 00000001");
        window.mark(66);
        assertThat(window).hasToString("66 00000000");
    }

    @Test
    void shouldKnowWhatAHeaderAcknowledges() {
        IntStream.of(65_530, 65_535, 2, 1).forEach(window::mark);
        PacketHeader header = new PacketHeader(1, window.newest(), window.bits());
        assertThat(IntStream.of(65_530, 65_535, 1, 2)).allMatch(header::acknowledges);
        assertThat(IntStream.of(65_531, 65_534)).allMatch(header::misses);
        assertThat(header.acknowledges(3)).isFalse();
        assertThat(header.misses(3)).isFalse();
        assertThat(new PacketHeader(1, 0, -1).acknowledges(65_535)).isFalse();
    }

    private static int intOf(Map<String, Object> row, String key) {
        return ((BigInteger) row.get(key)).intValue();
    }
}
