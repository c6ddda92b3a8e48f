package io.rxgase.samples.docs;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.server.Backend;

/** The first game of README.md, word for word. */
@SuppressWarnings("CheckReturnValue") // in so short a program nothing needs to be cancelled
final class ReadmeGame {
    record Ball(double x, double speed) {}

    record Kick(double force) {}

    static final GameLogic<Ball> RULES = GameLogic.of(Ball.class)
            .timeStep((ball, dt) -> new Ball(ball.x() + ball.speed() * dt, ball.speed() * 0.99))
            .on(
                    Kick.class,
                    (ball, kick, sender) -> Next.state(new Ball(ball.x(), ball.speed() + kick.force()))
                            .toAll(Event.of("KICKED", sender.value())));

    public static void main(String... args) {
        try (Backend<Ball> backend = Backend.of(RULES, new Ball(0, 0)).start("localhost", 0);
                Client<Ball> client = Client.of(Ball.class)
                        .blockingConnect("localhost", backend.localAddress().getPort())) {
            client.events("KICKED").subscribe(event -> System.out.println("kicked by client " + event.getLong(0)));
            client.send(Event.of(new Kick(5)));
            client.states()
                    .takeUntil(ball -> ball.x() > 1)
                    .blockingForEach(ball -> System.out.println("the ball is at " + ball.x()));
        }
    }

    private ReadmeGame() {}
}
