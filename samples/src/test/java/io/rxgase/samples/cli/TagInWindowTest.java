package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.client.Client;
import io.rxgase.samples.tag.Avatar;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Field;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.samples.tag.Player;
import io.rxgase.samples.tag.Point;
import io.rxgase.samples.tag.view.Displays;
import io.rxgase.samples.tag.view.Network;
import io.rxgase.samples.tag.view.Scene;
import io.rxgase.samples.tag.view.ScenePainter;
import io.rxgase.samples.tag.view.Stage;
import io.rxgase.samples.tag.view.WindowView;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.netty.ConditionedRelay;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole game in a window: backend, bots and a player, each over UDP, the player's network a home's. The picture is kept as
 * {@code target/tag.png}, and docs/take-picture makes that of the README with it.
 */
@Timeout(120)
class TagInWindowTest {
    private static final int BOTS = 7;
    private static final int TICKS_PER_SECOND = 50;

    /** For a picture with something in its graphs, play longer. */
    private static final int SECONDS = Integer.getInteger("picture.seconds", 3);

    @Test
    void shouldShowEverybodyWhereTheStateSays() throws Exception {
        Displays.need();
        try (Host host = Host.start("127.0.0.1", 0, 64, Dialect.RXGASE);
                BotCrowd bots = BotCrowd.connect("127.0.0.1", host.address().getPort(), BOTS, Long.getLong("seed", 4));
                ConditionedRelay relay = ConditionedRelay.open(host.address(), Network.WIFI.conditions(), 1)
                        .blockingGet();
                Client<Chase> client = Client.of(Chase.class)
                        .blockingConnect("127.0.0.1", relay.localAddress().getPort());
                WindowView view = WindowView.open("RxGaSe tag");
                Stage stage = Stage.open(client, view, "The network is wifi: 15 ms and more each way")) {
            assertThat(bots.size()).isEqualTo(BOTS);
            Avatar avatar = Avatar.join(client, "You").blockingGet();
            stage.play(avatar, Pilot.bot(new SplittableRandom(9)));
            long until = client.store().current().timeOrder() + (long) SECONDS * TICKS_PER_SECOND;
            client.snapshots()
                    .takeUntil(snapshot -> snapshot.timeOrder() >= until)
                    .ignoreElements()
                    .blockingAwait();

            WindowView.Shot shot = view.shot();

            assertThat(ImageIO.write(shot.picture(), "png", new File("target/tag.png")))
                    .isTrue();
            assertThat(shot.scene().chase().players()).hasSize(BOTS + 1);
            assertThat(shot.scene().self()).isEqualTo(avatar.id());
            assertThat(shot.scene().net().rttMillis()).isPositive();
            assertThat(shot.scene().net().tickMillis()).isPositive();
            shot.scene().chase().players().forEach((id, player) -> assertPainted(shot, id, player));
        }
    }

    // Another's disc or name may cover the middle, never all of a disc unless both are at the same place.
    private static void assertPainted(WindowView.Shot shot, long id, Player player) {
        int expected = ScenePainter.colourOf(shot.scene(), id).getRGB();
        assertThat(pixels(shot.picture(), player.at(), expected))
                .as("pixels in the colour of %s at %s", player, player.at())
                .isGreaterThan(covered(shot.scene(), id, player.at()) ? 0 : 60);
    }

    private static boolean covered(Scene scene, long id, Point at) {
        for (Map.Entry<Long, Player> other : scene.chase().players().entrySet()) {
            Point way = other.getValue().at().minus(at);
            if (other.getKey() != id && Math.hypot(way.x(), way.y()) < 5 * Field.RADIUS) {
                return true;
            }
        }
        return at.x() < Field.RADIUS
                || at.y() < 3 * Field.RADIUS
                || at.x() > Field.WIDTH - Field.RADIUS
                || at.y() > Field.HEIGHT - Field.RADIUS;
    }

    private static int pixels(BufferedImage picture, Point at, int colour) {
        int found = 0;
        int reach = (int) Field.RADIUS;
        for (int x = (int) at.x() - reach; x <= at.x() + reach; x++) {
            for (int y = (int) at.y() - reach; y <= at.y() + reach; y++) {
                boolean inside = x >= 0 && y >= 0 && x < Field.WIDTH && y < Field.HEIGHT;
                if (inside && picture.getRGB(x, y) == colour) {
                    found++;
                }
            }
        }
        return found;
    }
}
