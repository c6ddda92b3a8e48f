package io.rxgase.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.samples.quickstart.EnemyBackend.Enemy;
import io.rxgase.server.Backend;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EnemyTest {
    @Test
    void shouldMoveToAndFroBetweenMinusOneAndOne() {
        Enemy enemy = new Enemy(-1, 0.8, 100);
        double least = 0;
        double most = 0;
        for (int i = 0; i < 500; i++) {
            enemy = enemy.after(0.02);
            least = Math.min(least, enemy.position());
            most = Math.max(most, enemy.position());
        }
        assertThat(least).isEqualTo(-1);
        assertThat(most).isEqualTo(1);
    }

    @Test
    void shouldBeHitOnlyNearItsPositionAndWhileItLives() {
        Enemy enemy = new Enemy(0.5, 0.8, 10);
        assertThat(enemy.isHitBy(0.55)).isTrue();
        assertThat(enemy.isHitBy(0.65)).isFalse();
        assertThat(enemy.wounded().hp()).isZero();
        assertThat(enemy.wounded().isHitBy(0.5)).isFalse();
    }

    @Test
    void shouldTellTheAttackerWhatCameOfIt() {
        try (Backend<Enemy> backend = EnemyBackend.start("127.0.0.1", 0);
                Client<Enemy> client = Client.of(Enemy.class)
                        .blockingConnect("127.0.0.1", backend.localAddress().getPort())) {
            TestSubscriber<String> feedback =
                    EnemyClient.fight(client).distinct().take(2).test();
            feedback.awaitDone(60, TimeUnit.SECONDS).assertComplete();
            assertThat(feedback.values()).containsExactlyInAnyOrder("Hit!", "Missed.");
        }
    }
}
