package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.server.Backend;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.ConnectionStats;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is refused though nobody looks at its outcome is counted, and told in the log once with the count and the remedy. */
class RefusedMessagesTest {
    /** How often the bell was rung. */
    record Bell(int rung) {}

    private static final GameLogic<Bell> LOGIC = GameLogic.of(Bell.class)
            .on("RING", (bell, event, sender) -> Next.state(new Bell(bell.rung() + 1)))
            .on("PEAL", (bell, event, sender) -> {
                Next<Bell> next = Next.state(bell);
                for (int i = 0; i < 20_000; i++) {
                    next = next.reply(Event.of("RANG", i));
                }
                return next;
            });

    @Test
    void shouldCountWhatAClientSendsTooMuchOfAndTellOnce() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Bell> backend = world.start(LOGIC, new Bell(0));
            Client<Bell> client = world.join(Bell.class, "Ann");
            for (int i = 0; i < 20_000; i++) {
                client.send(Event.of("RING"));
            }
            world.advanceTimeBy(Duration.ofSeconds(5));

            int rung = backend.snapshot().state().rung();
            long refused = client.reading().link().drops().get(ConnectionStats.REFUSED_MESSAGE);
            assertThat(refused).isEqualTo(20_000 - rung).isPositive();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(refused + " messages to send", "sendAll", "withMaxQueuedBytes");
        }
    }

    @Test
    void shouldCountWhatAServerSendsTooMuchOfAndTellOnce() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Bell> backend = world.start(LOGIC, new Bell(0));
            Client<Bell> client = world.join(Bell.class, "Ann");
            var heard = client.events().test();
            client.send(Event.of("PEAL"));
            world.advanceTimeBy(Duration.ofSeconds(5));

            long refused = 20_000L - heard.values().size();
            assertThat(backend.reading().eventsUndelivered()).isEqualTo(refused).isPositive();
            assertThat(backend.reading().drops()).containsEntry(ConnectionStats.REFUSED_MESSAGE, refused);
            assertThat(log.lines()).singleElement().asString().contains(refused + " messages to send", "sendAll");
        }
    }
}
