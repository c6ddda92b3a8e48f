package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.samples.tag.Point;
import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.JSlider;
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
    void shouldMoveThePlayerByKeysAndTheNetworkByTheSlider() throws Exception {
        Displays.need();
        try (WindowView view = WindowView.open("RxGaSe keys")) {
            TestSubscriber<Network> networks = view.network().test();
            TestObserver<Void> left = view.left().test();
            Chase chase = Chase.EMPTY.join(1, "Alice").join(2, "Bob");
            Pilot keys = view.keys().orElseThrow();
            EventQueue.invokeAndWait(() -> {
                press(KeyEvent.VK_RIGHT);
                found(JSlider.class).setValue(Network.CHOICES.indexOf(Network.CELLULAR));
            });
            assertThat(keys.move(chase, 2, new Point(100, 100), 0.1)).isEqualTo(new Point(112, 100));
            networks.assertValues(Network.CELLULAR);
            left.assertNotComplete();
            EventQueue.invokeAndWait(() -> press(KeyEvent.VK_ESCAPE));
            left.assertComplete();
        }
    }

    private static void press(int key) {
        Screen screen = found(Screen.class);
        screen.dispatchEvent(new KeyEvent(screen, KeyEvent.KEY_PRESSED, 0, 0, key, KeyEvent.CHAR_UNDEFINED));
    }

    private static <T> T found(Class<T> type) {
        return Arrays.stream(Frame.getFrames())
                .filter(Component::isShowing)
                .flatMap(frame -> in(frame, type))
                .findFirst()
                .orElseThrow();
    }

    private static <T> Stream<T> in(Container container, Class<T> type) {
        return Arrays.stream(container.getComponents())
                .flatMap(part -> type.isInstance(part)
                        ? Stream.of(type.cast(part))
                        : part instanceof Container inner ? in(inner, type) : Stream.empty());
    }

    /** In a program of its own, since a program has a display from its beginning to its end, or never. */
    @Test
    void shouldSayThatThereIsNoDisplay() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenWindow.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(said).isZero();
        assertThat(said).contains("this machine has no display");
    }

    /** The program that opens a window and prints why it could not. */
    static final class OpenWindow {
        private OpenWindow() {}

        public static void main(String[] args) {
            try {
                WindowView.open("RxGaSe test").close();
                System.exit(1);
            } catch (NoDisplayException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
