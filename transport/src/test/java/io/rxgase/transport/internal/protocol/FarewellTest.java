package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import org.junit.jupiter.api.Test;

class FarewellTest {
    private static final long SECOND = TestPair.SECOND;

    @Test
    void shouldTellThePeerWhyAndBeAcknowledged() {
        TestPair pair = new TestPair().connect();
        pair.client.machine.close(pair.nowNanos, pair.client.connection, DisconnectReason.CLOSED_LOCALLY, "good night");
        pair.run(SECOND / 10);

        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.CLOSED_BY_PEER);
        assertThat(pair.server.end().detail()).isEqualTo("good night");
        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.CLOSED_LOCALLY);
        pair.run(10 * SECOND);
        assertThat(pair.client.machine.pollTimeout()).isEqualTo(EndpointMachine.NEVER);
        assertThat(pair.server.machine.pollTimeout()).isEqualTo(EndpointMachine.NEVER);
    }

    @Test
    void shouldSendWhatIsReliableBeforeTheFarewell() {
        TestPair pair = new TestPair().connect();
        pair.up.loss = 0.3;
        pair.down.loss = 0.3;
        for (int i = 0; i < 20; i++) {
            pair.client.send(Channel.ORDERED, "last words " + i);
        }
        pair.client.machine.close(pair.nowNanos, pair.client.connection, DisconnectReason.CLOSED_LOCALLY, "");
        pair.run(5 * SECOND);

        assertThat(pair.server.texts(Channel.ORDERED)).hasSize(20);
        assertThat(pair.client.events(EndpointEvent.Acked.class)).hasSize(20);
        assertThat(pair.server.end()).isNotNull();
    }

    @Test
    void shouldTellAllPeersOfAShutdown() {
        TestPair pair = new TestPair().connect();
        pair.server.machine.closeAll(pair.nowNanos, DisconnectReason.PEER_SHUTDOWN, "maintenance");
        pair.run(SECOND);

        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.PEER_SHUTDOWN);
        assertThat(pair.client.end().detail()).isEqualTo("maintenance");
    }

    @Test
    void shouldTimeOutWithAReasonWhenThePeerIsSilent() {
        TestPair pair = new TestPair().connect();
        pair.up.down = true;
        pair.down.down = true;
        pair.client.send(Channel.ORDERED, "anybody there?");
        pair.run(6 * SECOND);

        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(pair.server.end().detail()).contains("10.0.0.1:40000").contains("5.0 s");
        assertThat(pair.client.events(EndpointEvent.Failed.class))
                .extracting(EndpointEvent.Failed::reason)
                .containsExactly(DeliveryException.Reason.CONNECTION_ENDED);
    }

    @Test
    void shouldStayConnectedForAnHourWithNothingToSay() {
        TestPair pair = new TestPair().connect();
        pair.up.loss = 0.2;
        pair.down.loss = 0.2;
        pair.run(3600 * SECOND);

        assertThat(pair.client.end()).isNull();
        assertThat(pair.server.end()).isNull();
    }
}
