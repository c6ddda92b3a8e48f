package io.rxgase.core.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.Event;
import io.rxgase.core.state.RandomValues;
import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    @Test
    void shouldReadBackWhatItWrote() {
        Sweep.of("events survive the codec", SweepSize.of(10_000, 20_000), random -> {
            List<Object> arguments = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                arguments.add(RandomValues.value(random, 2));
            }
            Event event = Event.of("TYPE" + random.nextInt(3)).withArguments(arguments);
            for (int i = random.nextInt(4); i > 0; i--) {
                event = event.with("name" + random.nextInt(20), RandomValues.value(random, 2));
            }
            assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(new Decoded.Value<>(event));
        });
    }

    @Test
    void shouldWriteTheBytesOfTheProtocolDocument() {
        Event event = Event.of("MOVE", 3).with("new_position", List.of(1.0f, 2.0f));
        assertThat(HexFormat.ofDelimiter(" ").formatHex(EventCodec.encode(event)))
                .isEqualTo("93 a4 4d 4f 56 45 91 03"
                        + " 81 ac 6e 65 77 5f 70 6f 73 69 74 69 6f 6e 92 ca 3f 80 00 00 ca 40 00 00 00");
    }
}
