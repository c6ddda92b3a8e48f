package io.rxgase.transport.discovery;

import java.nio.charset.StandardCharsets;

/**
 * What a host says of its game.
 *
 * <pre>{@code
 * Announcement.of("com.example.tag", "Alice's game").withPlayers(3, 8)
 * }</pre>
 *
 * @param application what kind of game, so that one game's players are not shown another's: a reversed domain name; at most 64
 *     bytes of UTF-8
 * @param name for people; at most 64 bytes of UTF-8
 * @param players how many play, 0 to 65,535
 * @param places how many may play, 0 to 65,535
 */
public record Announcement(String application, String name, int players, int places) {
    /** The longest text in bytes of UTF-8. */
    static final int LONGEST_TEXT = 64;

    private static final int MOST = 65_535;

    /**
     * Checks the bounds.
     *
     * @param application what kind of game
     * @param name for people
     * @param players how many play
     * @param places how many may play
     * @throws IllegalArgumentException if a text is too long or has half of a surrogate pair, a number out of range, or there is no application
     */
    public Announcement {
        if (application.isEmpty()) {
            throw new IllegalArgumentException("no application: say what kind of game this is, as in com.example.tag");
        }
        check("application", application);
        check("name", name);
        check("players", players);
        check("places", places);
    }

    /**
     * A game without players and places.
     *
     * @param application what kind of game
     * @param name for people
     * @return the announcement
     */
    public static Announcement of(String application, String name) {
        return new Announcement(application, name, 0, 0);
    }

    /**
     * The same game, with people in it.
     *
     * @param playing how many
     * @param room how many there may be
     * @return the announcement
     */
    public Announcement withPlayers(int playing, int room) {
        return new Announcement(application, name, playing, room);
    }

    static void check(String what, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    what + " has half of a character, a surrogate without its other half, which"
                            + " UTF-8 cannot carry: cut texts between code points, at text.offsetByCodePoints(0, n)");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    what + " has " + bytes + " bytes of UTF-8: use at most " + LONGEST_TEXT + ": " + text);
        }
    }

    private static void check(String what, int number) {
        if (number < 0 || number > MOST) {
            throw new IllegalArgumentException(what + " " + number + " is out of range: use 0 to " + MOST);
        }
    }
}
