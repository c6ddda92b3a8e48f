package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void shouldReadWhatItPrints() {
        for (Conditions conditions : Conditions.values()) {
            for (int seed = 0; seed < 20; seed++) {
                Scenario scenario = Scenario.of(seed)
                        .with(conditions)
                        .withClients(1 + seed % 9)
                        .withDuration(Duration.ofMillis(seed * 37L))
                        .withRandomFaults(seed % 5);

                assertThat(Scenario.parse(scenario.toString())).isEqualTo(scenario);
            }
        }
    }

    @Test
    void shouldBeReadable() {
        Scenario scenario = Scenario.of(7)
                .with(Conditions.AWFUL)
                .withFaults(List.of(new Fault(Fault.Kind.CUT_OFF, 1, Duration.ofMillis(1500), Duration.ofMillis(800))));

        assertThat(scenario).hasToString("seed:7,conditions:awful,clients:2,ms:10000,cut-off:1@1500+800");
        assertThat(scenario.describe())
                .isEqualTo("seed 7, awful network, 2 clients, 10.0 s, faults [cut-off:1@1500+800]");
    }

    @Test
    void shouldDrawFaultsFromTheSeedWithinTheTime() {
        Scenario drawn = Scenario.of(3).withClients(5).withRandomFaults(50);

        assertThat(drawn).isEqualTo(Scenario.of(3).withClients(5).withRandomFaults(50));
        assertThat(drawn.faults())
                .hasSize(50)
                .allMatch(fault -> fault.at().compareTo(drawn.duration()) < 0 && fault.client() <= 5)
                .extracting(Fault::kind)
                .contains(Fault.Kind.values());
    }

    @Test
    void shouldSayWhatIsWrongWithAText() {
        assertThatThrownBy(() -> Scenario.parse("seed:1,freeze")).hasMessageContaining("freeze:2@1500+800");
        assertThatThrownBy(() -> Scenario.parse("clients:0")).hasMessageContaining("at least 1 client");
    }
}
