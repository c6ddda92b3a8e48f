package io.rxgase.samples.quickstart;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.samples.quickstart.EnemyBackend.Enemy;
import java.util.concurrent.TimeUnit;

/**
 * A client: it strikes at the middle again and again, in the hope that the enemy comes by.
 *
 * <pre>
 * mvn -q -pl samples -am compile exec:java -Dexec.mainClass=io.rxgase.samples.quickstart.EnemyClient
 * </pre>
 */
public final class EnemyClient {
    private EnemyClient() {}

    /** Strikes ten times a second until the enemy is down; emits what the backend says to each strike. */
    public static Flowable<String> fight(Client<Enemy> client) {
        Flowable<String> feedback = client.events("ATTACK_FEEDBACK").map(event -> event.getString(0));
        Completable strikes = Flowable.interval(100, TimeUnit.MILLISECONDS)
                .onBackpressureDrop()
                .concatMapCompletable(i -> client.deliver(Event.of("ATTACK").with("attack_position", 0.0)));
        return feedback.mergeWith(strikes).takeUntil(client.states().filter(enemy -> enemy.hp() <= 0));
    }

    /** The enemy's hit points, each time there are fewer, until it is down. */
    public static Flowable<String> hitPoints(Client<Enemy> client) {
        return client.states()
                .map(Enemy::hp)
                .distinctUntilChanged()
                .takeUntil(hp -> hp <= 0)
                .map(hp -> "The enemy has " + hp + " hit points.");
    }

    /**
     * Fights until the enemy is down.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Client<Enemy> client = Client.of(Enemy.class).blockingConnect("localhost", 8080);
        hitPoints(client).mergeWith(fight(client)).blockingSubscribe(System.out::println);
        client.close();
        client.closed().blockingAwait();
    }
}
