package io.rxgase.samples.quickstart;

import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.server.Backend;

/**
 * The backend: it moves the enemy, decides who hits it, and shows the result to everybody.
 *
 * <pre>
 * mvn -q -pl samples -am compile exec:java -Dexec.mainClass=io.rxgase.samples.quickstart.EnemyBackend
 * </pre>
 */
public final class EnemyBackend {
    /**
     * The state of the game. Every client always has the newest one.
     *
     * @param position where the enemy is, -1 to 1
     * @param velocity where it goes, per second
     * @param hp its hit points
     */
    public record Enemy(double position, double velocity, int hp) {
        Enemy after(double seconds) {
            double next = position + velocity * seconds;
            return Math.abs(next) <= 1 ? new Enemy(next, velocity, hp) : new Enemy(Math.signum(next), -velocity, hp);
        }

        boolean isHitBy(double attack) {
            return hp > 0 && Math.abs(attack - position) < 0.1;
        }

        Enemy wounded() {
            return new Enemy(position, velocity, hp - 10);
        }
    }

    private static final GameLogic<Enemy> RULES = GameLogic.of(Enemy.class)
            .timeStep(Enemy::after)
            .on("ATTACK", (enemy, event, sender) -> {
                boolean hit = enemy.isHitBy(event.getDouble("attack_position"));
                return Next.state(hit ? enemy.wounded() : enemy)
                        .reply(Event.of("ATTACK_FEEDBACK", hit ? "Hit!" : "Missed."));
            });

    private EnemyBackend() {}

    /** Starts the game; it runs on threads of its own until it is closed. */
    public static Backend<Enemy> start(String host, int port) {
        return Backend.of(RULES, new Enemy(-1, 0.8, 100)).start(host, port);
    }

    /**
     * Serves the game until Ctrl-C.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Backend<Enemy> backend = start("localhost", 8080);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            backend.close();
            backend.closed().blockingAwait();
        }));
        backend.clients().blockingSubscribe(System.out::println);
    }
}
