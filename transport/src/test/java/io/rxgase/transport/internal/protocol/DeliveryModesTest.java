package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.transport.Channel;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryModesTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;

    @Test
    void shouldKeepTheOrderOfAnOrderedChannelThoughPacketsOvertakeEachOther() {
        TestPair pair = new TestPair().connect();
        pair.up.reordering = 0.3;
        pair.up.loss = 0.2;
        sendNumbers(pair, Channel.ORDERED, 300);
        pair.run(5 * SECOND);

        assertThat(pair.server.texts(Channel.ORDERED)).isEqualTo(numbers(300));
    }

    @Test
    void shouldDeliverOnAnUnorderedChannelWithoutWaitingForWhatWasLost() {
        TestPair pair = new TestPair().connect();
        slowDown(pair);
        pair.up.down = true;
        pair.client.send(Channel.UNORDERED, "lost at first");
        pair.run(MILLI);
        pair.up.down = false;
        pair.client.send(Channel.UNORDERED, "second");
        pair.run(60 * MILLI);
        assertThat(pair.server.texts(Channel.UNORDERED)).containsExactly("second");
        pair.run(SECOND);
        assertThat(pair.server.texts(Channel.UNORDERED)).containsExactly("second", "lost at first");
    }

    @Test
    void shouldNotHoldUpOneChannelForALossOfAnother() {
        TestPair pair = new TestPair().connect();
        slowDown(pair);
        pair.up.down = true;
        pair.client.send(Channel.ORDERED, "lost at first");
        pair.run(MILLI);
        pair.up.down = false;
        pair.client.send(Channel.ORDERED, "waits for the first");
        pair.client.send(Channel.SEQUENCED, "does not");
        pair.run(60 * MILLI);

        assertThat(pair.server.texts(Channel.ORDERED)).isEmpty();
        assertThat(pair.server.texts(Channel.SEQUENCED)).containsExactly("does not");
        pair.run(SECOND);
        assertThat(pair.server.texts(Channel.ORDERED)).containsExactly("lost at first", "waits for the first");
    }

    @Test
    void shouldDropOldMessagesOfASequencedChannelAndCountThem() {
        TestPair pair = new TestPair().connect();
        pair.up.reordering = 0.3;
        sendNumbers(pair, Channel.SEQUENCED, 500);
        pair.run(SECOND);

        List<Integer> received = pair.server.texts(Channel.SEQUENCED).stream()
                .map(Integer::valueOf)
                .toList();
        assertThat(received).isSorted().doesNotHaveDuplicates();
        assertThat(received.size() + pair.server.dropped(DropRule.STALE_MESSAGE))
                .isEqualTo(500);
        assertThat(pair.server.dropped(DropRule.STALE_MESSAGE)).isPositive();
    }

    @Test
    void shouldSendUnreliableMessagesOnceAndSayWhenTheyWereSent() {
        TestPair pair = new TestPair().connect();
        pair.up.loss = 0.5;
        sendNumbers(pair, Channel.UNRELIABLE, 400);
        pair.run(5 * SECOND);

        assertThat(pair.server.texts(Channel.UNRELIABLE).size()).isBetween(120, 280);
        assertThat(pair.server.texts(Channel.UNRELIABLE)).doesNotHaveDuplicates();
        assertThat(pair.client.events(EndpointEvent.Acked.class)).hasSize(400);
    }

    @Test
    void shouldPackMessagesThatAreSentTogetherIntoFewPackets() {
        TestPair pair = new TestPair().connect();
        pair.run(SECOND / 2);
        long before = pair.up.datagrams;
        for (int i = 0; i < 100; i++) {
            pair.client.send(Channel.ORDERED, "0123456789");
        }
        pair.client.drain();

        assertThat(pair.up.datagrams - before).isEqualTo(2);
    }

    @Test
    void shouldCarryEmptyAndLargestMessages() {
        TestPair pair = new TestPair().connect();
        for (Channel channel : TransportOptions.defaults().channels()) {
            pair.client.send(channel, new byte[0]);
        }
        pair.run(SECOND);
        byte[] largest = new byte[TransportOptions.defaults().maxMessageBytes()];
        largest[largest.length - 1] = 7;
        pair.client.send(Channel.ORDERED, largest);
        pair.client.send(Channel.ORDERED, "after it");
        pair.client.send(Channel.UNORDERED, "beside it");
        pair.run(50 * MILLI);
        assertThat(pair.server.texts(Channel.UNORDERED)).containsExactly("", "beside it");
        pair.run(10 * SECOND);

        List<EndpointEvent.Message> messages = pair.server.events(EndpointEvent.Message.class);
        assertThat(messages).hasSize(7);
        assertThat(messages.subList(0, 4)).allMatch(message -> message.payload().length == 0);
        assertThat(messages.get(5).payload()).isEqualTo(largest);
    }

    @Test
    void shouldSplitAndJoinMessagesOfEverySizeAroundTheLengthOfAPacket() {
        TestPair pair = new TestPair().connect();
        for (int size = 1_000; size < 2_600; size += 13) {
            pair.client.send(Channel.UNORDERED, new byte[size]);
            pair.client.send(Channel.UNRELIABLE, new byte[size]);
            pair.run(5 * MILLI);
        }
        pair.run(SECOND);

        assertThat(pair.server.events(EndpointEvent.Message.class)).hasSize(2 * 124);
        assertThat(pair.client.dropped(DropRule.UNRELIABLE_OVERFLOW)).isZero();
    }

    @Test
    void shouldSendTheChannelOfFirstPriorityFirst() {
        Channel first = new Channel(5, Delivery.UNRELIABLE, 0);
        Channel last = new Channel(4, Delivery.UNRELIABLE, 7);
        TestPair pair = new TestPair(TransportOptions.defaults().withChannels(List.of(last, first))).connect();
        pair.client.send(last, "second");
        pair.client.send(first, "first");
        pair.run(SECOND);

        assertThat(pair.server.events(EndpointEvent.Message.class))
                .extracting(EndpointEvent.Message::channel)
                .containsExactly(5, 4);
    }

    @Test
    void shouldFailAMessageAfterTheAllowedResendsAndGoOnWithTheNext() {
        TestPair pair = new TestPair().connect();
        pair.up.down = true;
        long ticket = pair.client.send(Channel.ORDERED, new byte[10], SendOptions.DEFAULT.withMaxResends(0));
        pair.run(MILLI);
        pair.up.down = false;
        for (int i = 0; i < 5; i++) {
            pair.client.send(Channel.ORDERED, "next " + i);
            pair.run(20 * MILLI);
        }
        pair.run(SECOND);

        assertThat(pair.client.events(EndpointEvent.Failed.class))
                .containsExactly(
                        new EndpointEvent.Failed(pair.client.connection, ticket, DeliveryException.Reason.EXPIRED));
        assertThat(pair.server.texts(Channel.ORDERED)).hasSize(5).startsWith("next 0");
        assertThat(pair.client.dropped(DropRule.EXPIRED_MESSAGE)).isOne();
    }

    @Test
    void shouldFailAMessageAtItsDeadlineAndGoOnWithTheNext() {
        TestPair pair = new TestPair().connect();
        pair.up.down = true;
        SendOptions brief = SendOptions.DEFAULT.withDeadline(Duration.ofMillis(100));
        pair.client.send(Channel.ORDERED, new byte[10], brief);
        pair.client.send(Channel.ORDERED, new byte[5_000], brief);
        pair.client.send(Channel.ORDERED, "without a deadline");
        pair.run(99 * MILLI);
        assertThat(pair.client.events(EndpointEvent.Failed.class)).isEmpty();
        pair.run(2 * MILLI);
        assertThat(pair.client.events(EndpointEvent.Failed.class)).hasSize(2);
        pair.up.down = false;
        pair.run(2 * SECOND);

        assertThat(pair.server.texts(Channel.ORDERED)).containsExactly("without a deadline");
        assertThat(pair.client.machine.stats(pair.client.connection).queuedBytes())
                .isZero();
    }

    @Test
    void shouldRefuseAMessageWhenTheQueueIsFull() {
        TestPair pair = new TestPair().connect();
        pair.up.down = true;
        int accepted = 0;
        while (pair.client.trySend(Channel.ORDERED, new byte[1000], SendOptions.DEFAULT, 0) == null) {
            accepted++;
        }
        assertThat(accepted).isBetween(40, 100);
        assertThat(pair.client.trySend(Channel.ORDERED, new byte[1000], SendOptions.DEFAULT, 0))
                .isEqualTo(DeliveryException.Reason.QUEUE_FULL);
        assertThat(pair.client.machine.stats(pair.client.connection).queuedBytes())
                .isLessThanOrEqualTo(TransportOptions.defaults().maxQueuedBytes());
    }

    @Test
    void shouldDropTheOldestUnreliableMessagesWhenTheNetworkIsTooSlow() {
        TestPair pair = new TestPair().connect();
        pair.up.down = true;
        for (int i = 0; i < 1_000; i++) {
            pair.client.send(Channel.UNRELIABLE, new byte[1000]);
        }
        assertThat(pair.client.dropped(DropRule.UNRELIABLE_OVERFLOW)).isPositive();
        assertThat(pair.client.events(EndpointEvent.Failed.class)).isEmpty();
        pair.client.drain();
        assertThat(pair.client.events(EndpointEvent.Failed.class))
                .isNotEmpty()
                .allMatch(failed -> failed.reason() == DeliveryException.Reason.QUEUE_FULL);
    }

    @Test
    void shouldTellTheCallerAtOnceWhatIsWrong() {
        TestPair pair = new TestPair().connect();
        assertThatThrownBy(() -> pair.client.send(new Channel(9, Delivery.UNRELIABLE, 0), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channel 9 is not declared")
                .hasMessageContaining("TransportOptions.channels");
        assertThatThrownBy(() -> pair.client.send(Channel.ORDERED, new byte[256 * 1024 + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("262145 bytes is too large");
    }

    private static void slowDown(TestPair pair) {
        pair.up.delayNanos = 50 * MILLI;
        pair.down.delayNanos = 50 * MILLI;
        pair.run(3 * SECOND); // until both have measured that
    }

    private static void sendNumbers(TestPair pair, Channel channel, int count) {
        for (int i = 0; i < count; i++) {
            pair.client.send(channel, Integer.toString(i));
            pair.run(2 * MILLI);
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
