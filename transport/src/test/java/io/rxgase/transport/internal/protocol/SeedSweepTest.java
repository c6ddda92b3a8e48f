package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.SweepSize;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Plays many short lives of a connection, each with its own faults and load, beside a reference model. A failure prints
 * its seed; {@code -Dseed=} replays it, {@code -Dseeds=} plays more.
 */
class SeedSweepTest {
    @Test
    void shouldLoseAndDoubleNothingReliableWhateverTheFaults() {
        Long replay = Long.getLong("seed");
        long from = replay == null ? 1 : replay;
        long to = replay == null ? Long.getLong("seeds", SweepSize.of(200, 1_000)) : replay;
        Map<String, Long> faults = new TreeMap<>();
        Counters drops = new Counters();
        long delivered = 0;
        for (long seed = from; seed <= to; seed++) {
            try {
                SweepRun run = new SweepRun(seed);
                run.play();
                run.countFaults(faults);
                run.addCounters(drops);
                delivered += run.delivered();
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed " + seed + " failed; replay: mvn -o -pl transport -am test -Dtest=SeedSweepTest -Dseed="
                                + seed + " -Dsurefire.failIfNoSpecifiedTests=false",
                        e);
            }
        }
        if (replay == null) {
            assertThat(delivered).isGreaterThan(100 * to);
            assertThat(faults)
                    .allSatisfy((fault, count) -> assertThat(count).as(fault).isPositive());
            assertThat(DropRule.values())
                    .as("rules that never dropped anything")
                    // What is refused to the one who asked is no fault of a network.
                    .filteredOn(rule -> rule.compareTo(DropRule.REFUSED_CLIENT) < 0 && drops.dropped(rule) == 0)
                    .isEmpty();
        }
    }
}
