package goldrush;

import static org.assertj.core.api.Assertions.assertThat;

import goldrush.GoldRush.Digger;
import goldrush.GoldRush.Spot;
import io.rxgase.client.Client;
import io.rxgase.server.Backend;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The game of docs/GETTING_STARTED.md as people play it. */
class GoldRushOverUdpTest {
    @Test
    void shouldPlayWhatIsTyped() {
        try (Backend<GoldRush> backend =
                        Backend.of(GoldRush.RULES, GoldRush.START).start("localhost", 0);
                Client<GoldRush> client = Client.of(GoldRush.class)
                        .blockingConnect("localhost", backend.localAddress().getPort())) {
            GoldRushClient.play(client, "Ann", new Scanner("s\ns\nd\nq\nd\n"));

            GoldRush seen = client.states()
                    .filter(game -> game.diggers().containsValue(new Digger("Ann", new Spot(1, 2), 0)))
                    .timeout(10, TimeUnit.SECONDS)
                    .blockingFirst();
            assertThat(seen.drawn().lines().toList().get(2)).startsWith(".A.");
        }
    }
}
