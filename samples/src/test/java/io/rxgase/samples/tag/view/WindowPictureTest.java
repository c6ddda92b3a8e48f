package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Field;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a window shows, painted into an image: works without a display. */
class WindowPictureTest {
    private final BufferedImage image =
            new BufferedImage((int) Field.WIDTH, (int) Field.HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D graphics = image.createGraphics();

    @Test
    void shouldPaintPlayersWhereTheyAre() {
        Chase chase = Chase.EMPTY
                .join(1, "Alice")
                .join(2, "Bob")
                .join(3, "Carl")
                .move(1, 100, 200)
                .move(2, 400, 300)
                .move(3, 40, 60);
        ScenePainter.paint(graphics, new Scene(chase, 2L, NetSample.NONE, ""));
        assertThat(colourAt(100, 200)).isEqualTo(ScenePainter.CHASER);
        assertThat(colourAt(400, 300)).isEqualTo(ScenePainter.colour(2));
        assertThat(colourAt(40, 60)).isEqualTo(ScenePainter.colour(3));
        assertThat(colourAt(300, 150)).isEqualTo(ScenePainter.GROUND);
    }

    @Test
    void shouldListPlayersWithTheirColours() {
        Chase chase = Chase.EMPTY.join(1, "Alice").join(2, "Bob");
        PlayerList.paint(graphics, new Scene(chase, 2L, NetSample.NONE, ""), 200, 300);
        assertThat(colourAt(15, 35)).isEqualTo(ScenePainter.CHASER);
        assertThat(colourAt(15, 55)).isEqualTo(ScenePainter.colour(2));
    }

    @Test
    void shouldKeepABoundedHistoryOfTheConnection() {
        NetGraph graph = new NetGraph();
        for (int i = 0; i < 2 * NetGraph.SAMPLES; i++) {
            graph.add(new NetSample(i % 90, 1, 3, 4000, 500, 20, 0.5));
        }
        graph.paint(graphics, 640, 110);
        assertThat(graph.size()).isEqualTo(NetGraph.SAMPLES);
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < 640; x += 3) {
            for (int y = 20; y < 110; y++) {
                colours.add(image.getRGB(x, y));
            }
        }
        assertThat(colours).as("six curves on the ground").hasSizeGreaterThan(6);
    }

    private Color colourAt(int x, int y) {
        return new Color(image.getRGB(x, y));
    }
}
