package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TablesTest {
    private final SplittableRandom random = new SplittableRandom(1);

    /** Something with a place in the heap. */
    private static final class Sleeper extends Association {
        Sleeper(long id) {
            super(id, id, new Counters());
        }

        @Override
        boolean transmit(long nowNanos, Transmit into) {
            return false;
        }

        @Override
        void handleTimeout(long nowNanos) {}

        @Override
        void arm(long nowNanos) {}

        @Override
        long timeoutNanos() {
            return wakeNanos;
        }

        @Override
        boolean isGone() {
            return false;
        }
    }

    @Test
    void shouldFindByNumberWhatAMapFinds() {
        LongTable<String> table = new LongTable<>();
        Map<Long, String> map = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            long key = random.nextInt(500);
            if (random.nextBoolean()) {
                table.put(key, "v" + i);
                map.put(key, "v" + i);
            } else {
                table.remove(key);
                map.remove(key);
            }
            long asked = random.nextInt(500);
            assertThat(table.get(asked)).isEqualTo(map.get(asked));
            assertThat(table.size()).isEqualTo(map.size());
        }
        List<String> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(map.values());
    }

    @Test
    void shouldAlwaysKnowWhoIsDueFirst() {
        DeadlineHeap heap = new DeadlineHeap();
        List<Sleeper> members = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            if (members.isEmpty() || random.nextInt(3) == 0) {
                Sleeper added = new Sleeper(i);
                members.add(added);
                heap.update(added, random.nextInt(1000));
            } else {
                Sleeper changed = members.get(random.nextInt(members.size()));
                if (random.nextInt(3) == 0 || members.size() > 200) {
                    members.remove(changed);
                    heap.remove(changed);
                } else {
                    heap.update(changed, random.nextInt(1000));
                }
            }
            Association first = heap.first();
            long earliest = Long.MAX_VALUE;
            for (Sleeper member : members) {
                earliest = Math.min(earliest, member.wakeNanos);
            }
            assertThat(first == null ? Long.MAX_VALUE : first.wakeNanos).isEqualTo(earliest);
        }
    }
}
