package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What should come out of one direction of one channel: remembers what was sent, checks what is delivered as it is delivered, and at the end
 * that nothing reliable is missing.
 */
final class ReferenceModel {
    private final Channel channel;
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<Long, Integer> openTickets = new HashMap<>();
    private final Set<Integer> mayBeMissing = new HashSet<>();
    private final Set<Integer> acked = new HashSet<>();
    private final Set<Integer> delivered = new HashSet<>();
    private int lastDelivered = -1;

    ReferenceModel(Channel channel) {
        this.channel = channel;
    }

    /** Contents of the next message, all of which follow from its number. */
    byte[] next(int size) {
        return contents(sizes.size(), size);
    }

    private byte[] contents(int number, int size) {
        byte[] payload = new byte[size];
        new SplittableRandom(number * 64L + channel.id()).nextBytes(payload);
        if (size >= Integer.BYTES) {
            ByteBuffer.wrap(payload).putInt(number);
        }
        return payload;
    }

    void accepted(long ticket, int size) {
        openTickets.put(ticket, sizes.size());
        sizes.add(size);
    }

    boolean knows(long ticket) {
        return openTickets.containsKey(ticket);
    }

    void acked(long ticket) {
        acked.add(openTickets.remove(ticket));
    }

    void failed(long ticket) {
        mayBeMissing.add(openTickets.remove(ticket));
    }

    void delivered(byte[] payload) {
        assertThat(payload.length).as("size").isGreaterThanOrEqualTo(Integer.BYTES);
        int number = ByteBuffer.wrap(payload).getInt();
        assertThat(number).as("number of the message").isBetween(0, sizes.size() - 1);
        assertThat(Arrays.equals(payload, contents(number, sizes.get(number))))
                .as("contents of message " + number)
                .isTrue();
        assertThat(delivered.add(number))
                .as("message " + number + " is delivered once")
                .isTrue();
        if (channel.delivery().isOrdered()) {
            assertThat(number).as("order").isGreaterThan(lastDelivered);
        }
        lastDelivered = number;
    }

    /** Whether every message has its outcome. */
    boolean isSettled() {
        return openTickets.isEmpty();
    }

    int sent() {
        return sizes.size();
    }

    int delivered() {
        return delivered.size();
    }

    void checkComplete() {
        assertThat(openTickets).as("messages without outcome").isEmpty();
        if (channel.delivery().isReliable()) {
            for (int number = 0; number < sizes.size(); number++) {
                if (!mayBeMissing.contains(number)) {
                    assertThat(delivered)
                            .as("message " + number + " of " + channel)
                            .contains(number);
                }
            }
            assertThat(delivered).as("what was acknowledged was delivered").containsAll(acked);
        }
    }
}
