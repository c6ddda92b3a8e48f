package io.rxgase.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples in the javadoc of this package. */
class SyncExamplesTest {
    @Test
    void stillFrame() {
        byte[] bytes = new StillFrame(1_200, 24_000_000_000L).encode();
        StillFrame told = StillFrame.decode(bytes);

        assertThat(told).isEqualTo(new StillFrame(1_200, 24_000_000_000L));
    }

    @Test
    void syncFrames() {
        byte[] frame = SyncFrameWriter.begin(null, 7, GameStatus.ACTIVE, 140_000_000L, null, false)
                .changes(Attributes.EMPTY, Changes.of(Map.of("chaser_id", 3)))
                .end()
                .toArray();

        SyncFrame.Held held = SyncFrame.Held.NOTHING;
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        Decoded<SyncFrame> decoded = SyncFrame.decode(bytes, held);
        SyncFrame.Held next = decoded.orElseThrow().applyTo(held);

        assertThat(next.shared()).isEqualTo(Attributes.of(Map.of("chaser_id", 3)));
    }

    @Test
    void keyNumbers() {
        Attributes table = Attributes.of(Map.of("unit 7", 1));
        Changes changes = Changes.of(Map.of("unit 7", 2));

        KeyNumbers numbers = new KeyNumbers();
        numbers.learn("unit 7");
        byte[] chunk = SyncFrameWriter.chunk(table, changes, numbers);

        assertThat(chunk).hasSizeLessThan(SyncFrameWriter.chunk(table, changes, null).length);
    }

    @Test
    void stateSum() {
        Attributes left = Attributes.of(Map.of("a", 1));
        Attributes right = Attributes.of(Map.of("b", List.of(2.5f, "c"), "d", Map.of(1, true)));
        Attributes state = Attributes.of(Map.of("a", 1, "b", List.of(2.5f, "c"), "d", Map.of(1, true)));
        long sum = StateSum.of(state);
        boolean same = sum == StateSum.of(left) + StateSum.of(right);

        assertThat(same).isTrue();
    }
}
