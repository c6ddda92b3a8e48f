package io.rxgase.samples.tag;

import io.rxgase.core.state.Default;
import java.util.List;
import java.util.Objects;

/**
 * One who plays. On the wire it is {@code {name: text, position: [x, y]}}, as in PyGaSe's example of the same game.
 *
 * @param name what others see, cleaned by {@link #cleanName(String, String)}
 * @param position x and y in pixels, two numbers
 */
public record Player(@Default("?") String name, List<Double> position) {
    /** The longest name in characters; what is longer is cut. */
    public static final int MAX_NAME = 16;

    /** Checks the position's size. */
    public Player {
        Objects.requireNonNull(name, "name");
        position = List.copyOf(position);
        if (position.size() != 2) {
            throw new IllegalArgumentException("position " + position + ": use two numbers, x and y");
        }
    }

    /** A player of this name at this place. */
    public static Player of(String name, Point at) {
        return new Player(name, List.of(at.x(), at.y()));
    }

    /** Where the player is. */
    public Point at() {
        return new Point(position.get(0), position.get(1));
    }

    /** The same player elsewhere. */
    public Player movedTo(Point there) {
        return of(name, there);
    }

    /**
     * Makes a name fit for a terminal and a list: no control characters, which could take over somebody's terminal, no
     * blanks around, at most {@link #MAX_NAME} characters.
     *
     * @return the name, or {@code substitute} if nothing is left of it
     */
    public static String cleanName(String name, String substitute) {
        StringBuilder clean = new StringBuilder();
        name.codePoints()
                .filter(c -> Character.isLetterOrDigit(c)
                        || c == ' '
                        || Character.getType(c) == Character.OTHER_SYMBOL
                        || (c > ' ' && c < 0x7f))
                .limit(MAX_NAME)
                .forEach(clean::appendCodePoint);
        String trimmed = clean.toString().strip();
        return trimmed.isEmpty() ? substitute : trimmed;
    }
}
