package io.rxgase.samples.docs;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.server.Backend;

/** The first game of README.md, word for word. */
@SuppressWarnings("CheckReturnValue") // in so short a program nothing needs to be cancelled
final class ReadmeGame {
    record Kick(double force) {}

    record Ball(double x, double speed) {
        Ball moved(double dt) {
            return new Ball(x + speed * dt, speed * 0.99);
        }

        Ball kicked(Kick kick) {
            return new Ball(x, speed + kick.force());
        }
    }

    static final Event KICKED = Event.of("KICKED");

    static final GameLogic<Ball> RULES = GameLogic.of(Ball.class)
            .timeStep(Ball::moved)
            .on(
                    Kick.class,
                    (ball, kick, sender) -> Next.state(ball.kicked(kick)).toAll(KICKED));

    public static void main(String... args) {
        try (Backend<Ball> backend = Backend.of(RULES, new Ball(0, 0)).start("localhost", 0);
                Client<Ball> client = Client.of(Ball.class)
                        .blockingConnect("localhost", backend.localAddress().getPort())) {
            client.events("KICKED").subscribe(event -> System.out.println("somebody kicked the ball"));
            client.send(new Kick(5));
            client.states()
                    .takeUntil(ball -> ball.x() > 1)
                    .blockingForEach(ball -> System.out.println("the ball is at " + ball.x()));
        }
    }

    private ReadmeGame() {}
}
