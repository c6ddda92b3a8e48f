package io.rxgase.samples.tag.view;

import io.rxgase.samples.tag.Field;
import io.rxgase.samples.tag.Player;
import io.rxgase.samples.tag.Point;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws a scene with characters, on an 80 × 24 terminal or into a log: the field in a frame, above it who chases and how
 * long everybody is safe, below it the players and the connection.
 */
final class TextScene {
    /** Characters in a line, never more. */
    static final int COLUMNS = 80;

    /** Lines in a picture. */
    static final int LINES = 23;

    private static final int FIELD_COLUMNS = COLUMNS - 2;
    private static final int FIELD_ROWS = LINES - 6;

    private final boolean colours;

    /**
     * A drawer.
     *
     * @param colours whether to use ANSI colours
     */
    TextScene(boolean colours) {
        this.colours = colours;
    }

    /** The picture's lines, {@link #LINES} of them, without line ends. */
    List<String> draw(Scene scene) {
        Grid grid = new Grid(FIELD_COLUMNS, FIELD_ROWS);
        scene.chase().players().entrySet().stream()
                // The chaser and oneself come last, on top of the others.
                .sorted(Comparator.comparingInt((Map.Entry<Long, Player> e) -> rank(scene, e.getKey()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> put(grid, scene, e.getKey(), e.getValue()));
        String edge = "+" + "-".repeat(FIELD_COLUMNS) + "+";
        return Stream.of(
                        List.of(cut(headline(scene)), edge),
                        grid.lines(colours),
                        List.of(edge, cut(names(scene)), cut(net(scene.net())), cut(scene.news())))
                .flatMap(List::stream)
                .toList();
    }

    /** Who chases, and for how long everybody is safe. */
    static String headline(Scene scene) {
        Player chaser = scene.chase().chaser();
        if (chaser == null) {
            return "RxGaSe tag   nobody plays yet";
        }
        String who = isChaser(scene, scene.self()) ? "you chase" : name(chaser) + " chases";
        return scene.chase().protection()
                ? String.format(
                        Locale.ROOT,
                        "RxGaSe tag   %s   everybody is safe for %.1f s",
                        who,
                        scene.chase().countdown())
                : "RxGaSe tag   " + who + "   run!";
    }

    /** The connection in one line. */
    static String net(NetSample net) {
        return String.format(
                Locale.ROOT,
                "RTT %.1f +-%.1f ms  loss %.1f %%  in %.1f out %.1f kB/s  state %.1f tick %.1f ms",
                net.rttMillis(),
                net.rttVarianceMillis(),
                net.lossPercent(),
                net.bytesInPerSecond() / 1000,
                net.bytesOutPerSecond() / 1000,
                net.stateMillis(),
                net.tickMillis());
    }

    private static String names(Scene scene) {
        return scene.chase().players().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> mark(scene, e.getKey()) + name(e.getValue()))
                .collect(Collectors.joining("  ", "Players: ", ""));
    }

    private static void put(Grid grid, Scene scene, long id, Player player) {
        Point at = player.at();
        int column = (int) Math.min(FIELD_COLUMNS - 1, Math.max(0, at.x() / Field.WIDTH * FIELD_COLUMNS));
        int row = (int) Math.min(FIELD_ROWS - 1, Math.max(0, at.y() / Field.HEIGHT * FIELD_ROWS));
        Ink ink = isChaser(scene, id) ? Ink.CHASER : Objects.equals(scene.self(), id) ? Ink.SELF : Ink.OTHER;
        String name = name(player);
        // The name stands to the right of its player, or to the left where the field ends.
        int start = column + 1 + name.length() <= FIELD_COLUMNS ? column + 1 : column - name.length();
        grid.write(row, start, name, ink);
        grid.write(row, column, mark(scene, id), ink);
    }

    private static String mark(Scene scene, long id) {
        return isChaser(scene, id) ? "@" : Objects.equals(scene.self(), id) ? "O" : "o";
    }

    private static int rank(Scene scene, long id) {
        return isChaser(scene, id) ? 2 : Objects.equals(scene.self(), id) ? 1 : 0;
    }

    private static boolean isChaser(Scene scene, @Nullable Long id) {
        return id != null && id.equals(scene.chase().chaserId());
    }

    // A server is a stranger too: what it calls a player must not reach the terminal unread.
    private static String name(Player player) {
        return Player.cleanName(player.name(), "?");
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + "~";
    }

    /** Colours as ANSI's "select graphic rendition" codes (ECMA-48, 8.3.117). */
    private enum Ink {
        NONE("0"),
        OTHER("36"),
        SELF("1;32"),
        CHASER("1;31");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    private static final class Grid {
        private final char[][] signs;
        private final Ink[][] inks;

        Grid(int columns, int rows) {
            signs = new char[rows][columns];
            inks = new Ink[rows][columns];
            for (int row = 0; row < rows; row++) {
                Arrays.fill(signs[row], ' ');
                Arrays.fill(inks[row], Ink.NONE);
            }
        }

        void write(int row, int column, String text, Ink ink) {
            for (int i = 0; i < text.length(); i++) {
                int at = column + i;
                if (at >= 0 && at < signs[row].length) {
                    signs[row][at] = text.charAt(i);
                    inks[row][at] = ink;
                }
            }
        }

        List<String> lines(boolean colours) {
            String[] lines = new String[signs.length];
            for (int row = 0; row < signs.length; row++) {
                lines[row] = "|" + (colours ? coloured(row) : new String(signs[row])) + "|";
            }
            return List.of(lines);
        }

        private String coloured(int row) {
            StringBuilder line = new StringBuilder();
            Ink now = Ink.NONE;
            for (int column = 0; column < signs[row].length; column++) {
                if (inks[row][column] != now) {
                    now = inks[row][column];
                    line.append("\u001b[").append(now.code).append('m');
                }
                line.append(signs[row][column]);
            }
            return now == Ink.NONE ? line.toString() : line.append("\u001b[0m").toString();
        }
    }
}
