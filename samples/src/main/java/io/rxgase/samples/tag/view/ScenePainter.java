package io.rxgase.samples.tag.view;

import io.rxgase.samples.tag.Field;
import io.rxgase.samples.tag.Player;
import io.rxgase.samples.tag.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.util.Map;
import java.util.Objects;

/** Paints the field and the players in it, at the field's own size. Stateless; on the UI's thread. */
public final class ScenePainter {
    static final Color GROUND = new Color(0x1b2026);
    static final Color TEXT = new Color(0xe6e6e6);
    static final Color CHASER = new Color(0xff4136);
    private static final Color LINES = new Color(0x2a323b);
    private static final Color SAFE = new Color(0x2ecc71);
    private static final int GRID = 40;

    /** Above this, in pixels, a name stands below its player, not in the headline. */
    private static final int HEADLINE = 60;

    // Consecutive ids get hues far apart; red is kept for the chaser.
    private static final double HUE_STEP = 0.61803398875;

    private ScenePainter() {}

    /** The colour in which a player's disc is painted. */
    public static Color colourOf(Scene scene, long playerId) {
        return Objects.equals(scene.chase().chaserId(), playerId) ? CHASER : colour(playerId);
    }

    /** The colour of a player who does not chase. */
    static Color colour(long playerId) {
        double share = playerId * HUE_STEP;
        double hue = 0.1 + 0.8 * (share - Math.floor(share));
        return Color.getHSBColor((float) hue, 0.65f, 0.95f);
    }

    /** Paints the field with its upper left corner at 0, 0. */
    static void paint(Graphics2D g, Scene scene) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(GROUND);
        g.fillRect(0, 0, (int) Field.WIDTH, (int) Field.HEIGHT);
        g.setColor(LINES);
        for (int x = GRID; x < Field.WIDTH; x += GRID) {
            g.drawLine(x, 0, x, (int) Field.HEIGHT);
        }
        for (int y = GRID; y < Field.HEIGHT; y += GRID) {
            g.drawLine(0, y, (int) Field.WIDTH, y);
        }
        scene.chase().players().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> player(g, scene, entry.getKey(), entry.getValue()));
        headline(g, scene);
    }

    private static void player(Graphics2D g, Scene scene, long id, Player player) {
        Point at = player.at();
        boolean chases = Objects.equals(scene.chase().chaserId(), id);
        g.setColor(colourOf(scene, id));
        g.fill(disc(at, Field.RADIUS));
        if (scene.chase().protection() && !chases) {
            g.setColor(SAFE);
            g.setStroke(new BasicStroke(1.5f));
            g.draw(disc(at, Field.RADIUS + 4));
        }
        if (Objects.equals(scene.self(), id)) {
            g.setColor(Color.WHITE);
            g.setStroke(new BasicStroke(2.5f));
            g.draw(disc(at, Field.RADIUS));
        }
        g.setFont(g.getFont().deriveFont(Font.PLAIN, 12f));
        g.setColor(TEXT);
        String name = Player.cleanName(player.name(), "?");
        int width = g.getFontMetrics().stringWidth(name);
        double left = Math.max(2, Math.min(Field.WIDTH - width - 2, at.x() - width / 2.0));
        double base = at.y() < HEADLINE ? at.y() + 2.4 * Field.RADIUS : at.y() - 1.5 * Field.RADIUS;
        g.drawString(name, (float) left, (float) base);
    }

    private static void headline(Graphics2D g, Scene scene) {
        g.setFont(g.getFont().deriveFont(Font.BOLD, 14f));
        g.setColor(TEXT);
        g.drawString(TextScene.headline(scene), 10, 20);
    }

    private static Ellipse2D disc(Point centre, double radius) {
        return new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    }
}
