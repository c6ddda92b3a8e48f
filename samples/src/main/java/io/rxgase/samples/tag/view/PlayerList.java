package io.rxgase.samples.tag.view;

import io.rxgase.samples.tag.Player;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Map;
import java.util.Objects;

/** Paints who plays, one below the other. Stateless; on the UI's thread. */
final class PlayerList {
    private static final Color GROUND = new Color(0x14181d);
    private static final int LINE = 20;

    private PlayerList() {}

    /** Paints the list with its upper left corner at 0, 0; players that find no room are counted in the last line. */
    static void paint(Graphics2D g, Scene scene, int width, int height) {
        g.setColor(GROUND);
        g.fillRect(0, 0, width, height);
        int players = scene.chase().players().size();
        g.setFont(g.getFont().deriveFont(Font.BOLD, 12f));
        g.setColor(ScenePainter.TEXT);
        g.drawString(players == 1 ? "1 player" : players + " players", 10, LINE);
        int room = height / LINE - 2;
        int line = 2;
        g.setFont(g.getFont().deriveFont(Font.PLAIN, 12f));
        for (Map.Entry<Long, Player> entry : scene.chase().players().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(room)
                .toList()) {
            boolean chases = Objects.equals(scene.chase().chaserId(), entry.getKey());
            g.setColor(chases ? ScenePainter.CHASER : ScenePainter.colour(entry.getKey()));
            g.fillOval(10, line * LINE - 10, 10, 10);
            g.setColor(ScenePainter.TEXT);
            String self = Objects.equals(scene.self(), entry.getKey()) ? " (you)" : "";
            g.drawString(Player.cleanName(entry.getValue().name(), "?") + self, 26, line * LINE);
            line++;
        }
        if (players > room) {
            g.drawString("and " + (players - room) + " more", 26, line * LINE);
        }
    }
}
