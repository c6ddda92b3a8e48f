package io.rxgase.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.benchmarks.load.Part;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import io.rxgase.testkit.Prerequisite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts every part once, in this process and with tiny counts; measures nothing. */
@Timeout(60)
class PartsTest {
    private static final Settings TINY = new Settings(Map.of(
            "clients",
            "3",
            "bytes",
            "300",
            "answersPerUpdate",
            "0.5",
            "answerBytes",
            "30",
            "count",
            "20",
            "warmUp",
            "20"));

    private static Readings measure(String workload, Settings settings) throws Exception {
        try (Part server = Parts.named(workload + "-server")) {
            Readings ready = server.start(settings);
            try (Part load = Parts.named(workload + "-load")) {
                Readings unused = load.start(settings.with(ready));
                server.begin();
                load.begin();
                Readings measured = load.end();
                return measured.with(server.end());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rxgase", "netty", "channel", "kryonet", "aeron", "rsocket"})
    void shouldReachEveryClientOfAFanOut(String peer) throws Exception {
        assertThat(measure(peer + "-fan-out", TINY).values()).containsKeys("worst.rate", "gap.p99.ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rxgase", "rxgase-busy", "netty", "channel", "kryonet", "aeron", "enet", "rsocket"})
    void shouldEchoEveryEvent(String peer) throws Exception {
        Prerequisite.need(Parts.isInstalled(peer), peer, "apt-get install libenet7");
        for (int outstanding : List.of(1, 8)) {
            Readings readings = measure(peer + "-events", TINY.with("outstanding", outstanding));

            assertThat(readings.get("events")).isEqualTo(20);
            assertThat(readings.get("rate")).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void shouldDeliverEveryEventOnceInSpiteOfLoss(double loss) throws Exception {
        Readings readings = measure("rxgase-loss", TINY.with("perSecond", 1000).with("loss", loss));

        assertThat(readings.get("arrived")).isEqualTo(20);
        assertThat(readings.get("doubles")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellTheHeapOfIdleAndOfBusyClients(int busy) throws Exception {
        Settings settings = TINY.with("memory", 1).with("moving", busy).with("chat", busy);

        assertThat(measure("rxgase-fan-out", settings).values()).containsKeys("heap.per.client", "tick.gap.max.ms");
    }
}
