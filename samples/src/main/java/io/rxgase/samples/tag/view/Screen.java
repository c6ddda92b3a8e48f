package io.rxgase.samples.tag.view;

import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Field;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import javax.swing.JComponent;

/** Field, list of players, net graph and news, side by side. On the UI's thread. */
final class Screen extends JComponent {
    private static final long serialVersionUID = 1L;
    private static final int LIST_WIDTH = 170;
    private static final int GRAPH_HEIGHT = 110;
    private static final int NEWS_HEIGHT = 22;

    private final transient NetGraph graph = new NetGraph();
    private transient Scene scene = new Scene(Chase.EMPTY, null, NetSample.NONE, "");

    Screen() {
        setPreferredSize(
                new Dimension((int) Field.WIDTH + LIST_WIDTH, (int) Field.HEIGHT + GRAPH_HEIGHT + NEWS_HEIGHT));
    }

    void show(Scene next) {
        if (!next.net().equals(scene.net())) {
            graph.add(next.net());
        }
        scene = next;
        repaint();
    }

    /** What is painted. */
    Scene scene() {
        return scene;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        ScenePainter.paint(part(graphics, 0, 0, (int) Field.WIDTH, (int) Field.HEIGHT), scene);
        PlayerList.paint(part(graphics, (int) Field.WIDTH, 0, LIST_WIDTH, (int) Field.HEIGHT), scene, LIST_WIDTH, (int)
                Field.HEIGHT);
        graph.paint(part(graphics, 0, (int) Field.HEIGHT, getWidth(), GRAPH_HEIGHT), getWidth(), GRAPH_HEIGHT);
        Graphics2D news = part(graphics, 0, (int) Field.HEIGHT + GRAPH_HEIGHT, getWidth(), NEWS_HEIGHT);
        news.setColor(ScenePainter.GROUND);
        news.fillRect(0, 0, getWidth(), NEWS_HEIGHT);
        news.setFont(news.getFont().deriveFont(Font.PLAIN, 12f));
        news.setColor(ScenePainter.TEXT);
        news.drawString(scene.news(), 8, 15);
    }

    private static Graphics2D part(Graphics graphics, int x, int y, int width, int height) {
        return (Graphics2D) graphics.create(x, y, width, height);
    }
}
