package io.rxgase.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.state.Attributes;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableKeysTest {
    @Test
    void shouldBeginAnewWhenItIsFullAndKeepSilentUntilTheHistoryHasPassed() {
        TableKeys keys = TableKeys.none(3);
        Attributes table = Attributes.of(Map.of("still here", 1));
        keys = keys.next(Attributes.EMPTY, table, table.keys());
        KeyNumbers first = keys.numbers();
        assertThat(first).isNotNull();

        for (int i = 0; first == keys.numbers(); i++) {
            Attributes with = table.with("bullet " + i, 1);
            keys = keys.next(table, with, Set.of("bullet " + i)).next(with, table, Set.of("bullet " + i));
        }

        for (int i = 0; i < 2; i++) {
            assertThat(keys.numbers()).as("revision %d", i).isNull();
            keys = keys.next(table, table, Set.of());
        }
        keys = keys.next(table, table, Set.of());
        assertThat(keys.numbers()).isNotNull().isNotSameAs(first);
    }
}
