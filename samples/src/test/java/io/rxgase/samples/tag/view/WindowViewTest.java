package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.samples.tag.Chase;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opens a real window where there is a display, such as a virtual one; its picture is kept in target. */
@Timeout(60)
class WindowViewTest {
    @Test
    void shouldShowPlayersAtTheirPlaces() throws Exception {
        Displays.need();
        Chase chase =
                Chase.EMPTY.join(1, "Alice").join(2, "Bob").move(1, 100, 200).move(2, 400, 300);
        try (WindowView view = WindowView.open("RxGaSe test")) {
            Completable.fromRunnable(() -> view.draw(new Scene(chase, 2L, NetSample.NONE, "Alice chases Bob")))
                    .subscribeOn(view.timebase().scheduler())
                    .blockingAwait();
            BufferedImage picture = view.shot().picture();
            assertThat(ImageIO.write(picture, "png", new File("target/window-two-players.png")))
                    .isTrue();
            assertThat(new Color(picture.getRGB(100, 200))).isEqualTo(ScenePainter.CHASER);
            assertThat(new Color(picture.getRGB(400, 300))).isEqualTo(ScenePainter.colour(2));
        }
    }

    @Test
    void shouldSayThatThereIsNoDisplay() {
        assumeFalse(WindowView.isPossible(), "there is a display");
        assertThatThrownBy(() -> WindowView.open("RxGaSe test"))
                .isInstanceOf(NoDisplayException.class)
                .hasMessageContaining("no display");
    }
}
