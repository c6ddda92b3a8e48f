package io.rxgase.pygase.internal.protocol;

import static io.rxgase.pygase.internal.protocol.VirtualLine.CLIENT;
import static io.rxgase.pygase.internal.protocol.VirtualLine.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.pygase.internal.protocol.VirtualLine.Flight;
import io.rxgase.testkit.PygaseVectors;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.internal.protocol.EndpointEvent.Connected;
import io.rxgase.transport.internal.protocol.EndpointEvent.StateArrived;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the PyGaSe machine carries states, which are opaque to it. */
class PygaseStateTest {
    private final VirtualLine line = new VirtualLine();
    private final List<Long> basesAsked = new ArrayList<>();
    private PygaseEndpoint server;
    private PygaseEndpoint client;
    private long toServer;
    private long toClient;

    @BeforeEach
    void connect() {
        server = line.machine(SERVER);
        client = line.machine(CLIENT);
        toServer = client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofMillis(100));
        toClient = line.told(SERVER, Connected.class).get(0).connection();
    }

    private void offer(int size) {
        server.offerState(line.nowNanos, new StateSource() {
            @Override
            public long version() {
                return 1;
            }

            @Override
            public Frame frame(Receiver receiver, long baseVersion) {
                assertThat(receiver.connectionId()).isEqualTo(toClient);
                basesAsked.add(baseVersion);
                if (size < 0) {
                    return null;
                }
                byte[] bytes = ("after " + baseVersion + "x".repeat(size)).getBytes(StandardCharsets.UTF_8);
                return new Frame(baseVersion, 1, ByteBuffer.wrap(bytes));
            }
        });
    }

    private List<String> arrived() {
        return line.told(CLIENT, StateArrived.class).stream()
                .map(state ->
                        StandardCharsets.UTF_8.decode(state.frame().bytes()).toString())
                .toList();
    }

    @Test
    void shouldAskForTheBaseThatTheClientReported() {
        offer(0);
        line.run(Duration.ofMillis(100));
        client.holdState(line.nowNanos, toServer, 65_535, false);
        line.run(Duration.ofMillis(100));
        client.holdState(line.nowNanos, toServer, StateSource.NONE, false);
        line.run(Duration.ofMillis(100));

        assertThat(basesAsked.stream().distinct()).containsExactly(StateSource.NONE, 65_535L);
        assertThat(basesAsked.get(basesAsked.size() - 1)).isEqualTo(StateSource.NONE);
        assertThat(arrived()).contains("after -1", "after 65535");
        assertThat(line.told(CLIENT, StateArrived.class))
                .extracting(state -> state.frame().version())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldFillWithTheClientsTimeOrderWhenThereIsNoUpdate() {
        offer(-1);
        client.holdState(line.nowNanos, toServer, 700, false);
        line.run(Duration.ofMillis(200));
        assertThat(line.lastTo(CLIENT).fromServer().update())
                .isEqualTo(PygaseVectors.ofKind("update").get(0).bytes());
    }

    @Test
    void shouldFillInsteadOfAnUpdateThatNoDatagramCanCarry() {
        offer(2048);
        line.run(Duration.ofMillis(200));
        assertThat(line.lastTo(CLIENT).bytes()).hasSizeLessThan(50);
    }

    @Test
    void shouldLetLargeUpdatesAndLargeEventsTakeTurns() {
        offer(1500);
        for (int i = 0; i < 20; i++) {
            line.post(SERVER, toClient, "e".repeat(1000));
        }
        int before = line.flownTo(CLIENT).size();
        line.run(Duration.ofMillis(1500));

        List<Flight> sent = line.flownTo(CLIENT).subList(before, before + 20);
        for (int i = 0; i < sent.size(); i += 2) {
            assertThat(sent.get(i).fromServer().update()).hasSizeGreaterThan(1500);
            assertThat(sent.get(i).fromServer().events()).isEmpty();
            assertThat(sent.get(i + 1).fromServer().events()).hasSize(2);
        }
        assertThat(line.texts(CLIENT)).hasSize(20);
    }

    @Test
    void shouldSendUpdateAndEventsTogetherWhereTheyFit() {
        offer(500);
        for (int i = 0; i < 10; i++) {
            line.post(SERVER, toClient, "e".repeat(100));
        }
        int before = line.flownTo(CLIENT).size();
        line.run(Duration.ofMillis(60));
        assertThat(line.flownTo(CLIENT).subList(before, before + 2)).allSatisfy(flight -> {
            assertThat(flight.fromServer().events()).hasSize(5);
            assertThat(flight.fromServer().update()).hasSizeGreaterThan(500);
        });
    }
}
