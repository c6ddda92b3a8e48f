package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.Quality;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityTest {
    private static final long MILLI = TestPair.MILLI;

    private final TestPair pair = new TestPair().connect();

    private List<Quality> play(int seconds) {
        int seen = pair.client.events(EndpointEvent.QualityChanged.class).size();
        for (int i = 0; i < seconds * 20; i++) {
            pair.client.send(Channel.UNORDERED, new byte[20]);
            pair.run(50 * MILLI);
        }
        return pair.client.events(EndpointEvent.QualityChanged.class).stream()
                .skip(seen)
                .map(EndpointEvent.QualityChanged::quality)
                .toList();
    }

    private void delay(long millis) {
        pair.up.delayNanos = millis * MILLI;
        pair.down.delayNanos = millis * MILLI;
    }

    @Test
    void shouldSayNothingAboutALinkThatStaysGood() {
        assertThat(play(60)).isEmpty();
    }

    @Test
    void shouldFallWithGrowingDelayAndRiseAgain() {
        delay(100);
        assertThat(play(5)).containsExactly(Quality.DEGRADED);
        delay(300);
        assertThat(play(10)).containsExactly(Quality.BAD);
        delay(10);
        assertThat(play(20)).endsWith(Quality.GOOD);
    }

    @Test
    void shouldFallWithLoss() {
        pair.up.loss = 0.12;
        assertThat(play(20)).contains(Quality.DEGRADED);
        pair.up.loss = 0.5;
        assertThat(play(20)).contains(Quality.BAD);
    }

    @Test
    void shouldFallToBadInASilenceThatIsNotTheEndYet() {
        pair.up.down = true;
        pair.down.down = true;
        pair.run(4_000 * MILLI);
        assertThat(pair.client.events(EndpointEvent.QualityChanged.class))
                .extracting(EndpointEvent.QualityChanged::quality)
                .containsExactly(Quality.BAD);
    }
}
