package io.rxgase.pygase.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.Changes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples in the javadoc of this package. */
class PygaseExamplesTest {
    @Test
    void pygaseEventCodec() {
        byte[] bytes = PygaseEventCodec.encode(
                Event.of("MOVE").with("player_id", 3).with("new_position", List.of(1.0, 2.0)), 2017);
        Decoded<Event> decoded = PygaseEventCodec.decode(bytes);

        assertThat(decoded.orElseThrow().getInt("player_id")).isEqualTo(3);
    }

    @Test
    void pygaseUpdate() {
        PygaseUpdate update = new PygaseUpdate(301, null, Changes.of(Map.of("counter", 26)));
        byte[] bytes = PygaseUpdateCodec.encode(update);

        assertThat(bytes).isNotEmpty();
    }

    @Test
    void pygaseUpdateCodec() {
        Changes changes = Changes.of(Map.of("counter", 26));

        byte[] bytes = PygaseUpdateCodec.encode(new PygaseUpdate(7, null, changes));
        Decoded<PygaseUpdate> decoded = PygaseUpdateCodec.decode(bytes);

        assertThat(decoded.orElseThrow().timeOrder()).isEqualTo(7);
    }
}
