package goldrush;

import static org.assertj.core.api.Assertions.assertThat;

import goldrush.GoldRush.Found;
import goldrush.GoldRush.Join;
import goldrush.GoldRush.Spot;
import goldrush.GoldRush.Walk;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.emulation.NetworkConditions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("CheckReturnValue")
class GoldRushTest {
    @Test
    void shouldGiveTheGoldToWhoGetsThereAndTellBoth() {
        try (VirtualWorld world = VirtualWorld.of(1).with(NetworkConditions.CELLULAR)) {
            world.start(GoldRush.RULES, GoldRush.START);
            Client<GoldRush> ann = world.join(GoldRush.class, "Ann");
            Client<GoldRush> bob = world.join(GoldRush.class, "Bob");
            TestSubscriber<Found> seenByBob = bob.events(Found.class).test();

            ann.send(new Join("Ann"));
            bob.send(new Join("Bob"));
            for (int i = 0; i < 4; i++) {
                ann.send(new Walk(0, 1));
            }
            for (int i = 0; i < 15; i++) {
                ann.send(new Walk(-1, 0));
            }

            world.within(
                    Duration.ofSeconds(2),
                    "the gold has moved",
                    List.of(ann, bob),
                    game -> !game.gold().equals(new Spot(15, 4)));
            seenByBob.assertValue(new Found("Ann", 1));
            assertThat(GoldRush.START.drawn()).contains("*");
        }
    }
}
