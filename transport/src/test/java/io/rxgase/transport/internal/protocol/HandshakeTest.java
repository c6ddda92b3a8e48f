package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Admission;
import io.rxgase.transport.Channel;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final long SECOND = TestPair.SECOND;

    @Test
    void shouldTellBothSidesThatTheyAreConnectedAndTheServerTheHello() {
        TestPair pair = new TestPair().connect("ticket 7".getBytes(StandardCharsets.UTF_8));

        EndpointEvent.Connected there =
                pair.server.events(EndpointEvent.Connected.class).get(0);
        assertThat(there.hello()).asString().isEqualTo("ticket 7");
        assertThat(there.incoming()).isTrue();
        assertThat(there.remoteAddress()).isEqualTo(pair.client.address);
        EndpointEvent.Connected here =
                pair.client.events(EndpointEvent.Connected.class).get(0);
        assertThat(here.incoming()).isFalse();
        assertThat(here.remoteAddress()).isEqualTo(pair.server.address);
    }

    @Test
    void shouldGiveTheClientTheLongestGreetingInTheSmallestDatagram() {
        byte[] greeting = new byte[Admission.Decision.MAX_GREETING_BYTES];
        new Random(1).nextBytes(greeting);
        Admission polite = (address, hello) -> Admission.Decision.admit().withGreeting(greeting);
        TransportOptions small = TransportOptions.defaults().withMaxDatagramBytes(576);
        TestPair pair = new TestPair(small, small.withAdmission(polite), 1, 0, 0).connect();

        assertThat(pair.client.events(EndpointEvent.Connected.class).get(0).hello())
                .isEqualTo(greeting);
        assertThat(new TestPair()
                        .connect()
                        .client
                        .events(EndpointEvent.Connected.class)
                        .get(0)
                        .hello())
                .isEmpty();
    }

    @Test
    void shouldConnectWhenHalfOfAllPacketsAreLost() {
        for (int seed = 0; seed < 50; seed++) {
            TestPair pair = new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), seed, 0, 0);
            pair.up.loss = 0.3;
            pair.down.loss = 0.3;
            pair.connect();
            assertThat(pair.client.events(EndpointEvent.Connected.class))
                    .as("seed " + seed)
                    .hasSize(1);
            assertThat(pair.server.events(EndpointEvent.Connected.class))
                    .as("seed " + seed)
                    .hasSize(1);
        }
    }

    @Test
    void shouldGiveUpWithAReasonWhenNobodyAnswers() {
        TestPair pair = new TestPair();
        pair.up.down = true;
        pair.client.machine.connect(pair.nowNanos, pair.server.address, new byte[0]);
        pair.run(6 * SECOND);

        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.CONNECT_TIMED_OUT);
        assertThat(pair.client.end().detail()).contains("10.0.0.2:7777").contains("5.0 s");
        assertThat(pair.client.machine.pollTimeout()).isEqualTo(EndpointMachine.NEVER);
    }

    @Test
    void shouldShowARefusedClientTheServersText() {
        Admission nobody = (address, hello) -> Admission.Decision.refuse("come back tomorrow");
        TestPair pair = new TestPair(
                TransportOptions.defaults(), TransportOptions.defaults().withAdmission(nobody), 1, 0, 0);
        pair.client.machine.connect(pair.nowNanos, pair.server.address, new byte[0]);
        pair.run(SECOND);

        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.REFUSED);
        assertThat(pair.client.end().detail()).isEqualTo("come back tomorrow");
        assertThat(pair.server.events).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheServerIsFull() {
        TestPair pair = new TestPair(
                TransportOptions.defaults(), TransportOptions.defaults().withMaxConnections(1), 1, 0, 0);
        pair.connect();
        pair.client.machine.connect(pair.nowNanos, pair.server.address, new byte[0]);
        pair.run(SECOND);

        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.SERVER_FULL);
    }

    @Test
    void shouldRefuseAClientThatDeclaresOtherChannels() {
        TestPair pair = new TestPair(
                TransportOptions.defaults().withChannels(List.of(Channel.ORDERED)),
                TransportOptions.defaults(),
                1,
                0,
                0);
        pair.client.machine.connect(pair.nowNanos, pair.server.address, new byte[0]);
        pair.run(SECOND);

        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.VERSION_MISMATCH);
        assertThat(pair.client.end().detail()).contains("channels");
    }
}
