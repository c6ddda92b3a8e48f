package io.rxgase.pygase;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import java.util.Map;
import java.util.TreeMap;

/** The game of these tests: frogs in a pond that jump, and a clock. */
record Pond(Map<Long, Frog> frogs, double seconds) {
    static final Pond EMPTY = new Pond(Map.of(), 0);

    static final GameLogic<Pond> LOGIC = GameLogic.of(Pond.class)
            .timeStep((pond, dt) -> new Pond(pond.frogs, pond.seconds + dt))
            .onJoined((pond, client) -> Next.state(pond.with(client, new Frog(0, 0))))
            .onLeft((pond, client) -> Next.state(pond.without(client)))
            .on(
                    Jump.class,
                    (pond, jump, sender) -> Next.state(pond.with(sender, new Frog(jump.x(), jump.y())))
                            .reply(Event.of("SPLASH", sender.value()))
                            .toAllBut(sender, Event.of("RIPPLE", sender.value())))
            .on("HURL", (pond, event, sender) -> {
                throw new IllegalStateException("no frog is hurled in this pond");
            });

    record Frog(double x, double y) {}

    record Jump(double x, double y) {}

    Pond with(ClientId client, Frog frog) {
        Map<Long, Frog> changed = new TreeMap<>(frogs);
        changed.put(client.value(), frog);
        return new Pond(changed, seconds);
    }

    Pond without(ClientId client) {
        Map<Long, Frog> changed = new TreeMap<>(frogs);
        changed.remove(client.value());
        return new Pond(changed, seconds);
    }
}
