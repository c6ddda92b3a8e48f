package mygame;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.emulation.NetworkConditions;
import java.time.Duration;
import java.util.List;
import mygame.MyGame.Join;
import mygame.MyGame.Step;
import mygame.MyGame.Walker;
import org.junit.jupiter.api.Test;

/** The whole game, with two clients and a telephone's network between them: no socket, and no real time passes. */
class MyGameTest {
    @Test
    void shouldShowEverybodyWhereEverybodyIs() {
        try (VirtualWorld world = VirtualWorld.of(1).with(NetworkConditions.CELLULAR)) {
            world.start(MyGame.RULES, MyGame.START);
            Client<MyGame> ann = world.join(MyGame.class, "Ann");
            Client<MyGame> bob = world.join(MyGame.class, "Bob");

            ann.send(Event.of(new Join("Ann")));
            ann.send(Event.of(new Step(1, 0)));
            ann.send(Event.of(new Step(100, 0)));
            bob.send(Event.of(new Join("Bob")));

            world.within(
                    Duration.ofSeconds(2),
                    "both see Ann one step to the right",
                    List.of(ann, bob),
                    game -> game.walkers().size() == 2
                            && game.walkers().values().contains(new Walker("Ann", 1, 0)));
        }
    }
}
