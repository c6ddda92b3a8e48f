package io.rxgase.samples.tag;

/** The rectangle in which tag is played, and the measures of the game, in pixels and seconds. */
public final class Field {
    /** Width in pixels. */
    public static final double WIDTH = 640;

    /** Height in pixels. */
    public static final double HEIGHT = 420;

    /** Radius in pixels of the disc that a view draws for a player. */
    public static final double RADIUS = 10;

    /** A chaser tags a player this near, in pixels: their discs touch. */
    public static final double REACH = 2 * RADIUS;

    /** How long nobody can be tagged after a player became the chaser, in seconds. */
    public static final double PROTECTION_SECONDS = 5;

    /** How fast clients move a player that runs away, in pixels a second. */
    public static final double SPEED = 120;

    /** How fast clients move the chaser, a little faster, so that a chase comes to an end. */
    public static final double CHASER_SPEED = 130;

    // The plastic number's powers spread points in a square evenly, however many there are.
    private static final double SPREAD_X = 0.7548776662466927;
    private static final double SPREAD_Y = 0.5698402909980532;

    private Field() {}

    /** The nearest point of the field. */
    public static Point clamp(double x, double y) {
        return new Point(Math.max(0, Math.min(WIDTH, x)), Math.max(0, Math.min(HEIGHT, y)));
    }

    /** The nearest point of the field. */
    static Point clamp(Point point) {
        return clamp(point.x(), point.y());
    }

    /** Where a player enters: for consecutive ids far apart from each other and from the edges. */
    static Point entry(long playerId) {
        return new Point(entry(playerId, SPREAD_X, WIDTH), entry(playerId, SPREAD_Y, HEIGHT));
    }

    private static double entry(long playerId, double spread, double size) {
        double share = playerId * spread;
        return size * (0.1 + 0.8 * (share - Math.floor(share)));
    }

    /** Pixels to the nearest edge; negative outside. */
    static double room(Point point) {
        double horizontal = Math.min(point.x(), WIDTH - point.x());
        return Math.min(horizontal, Math.min(point.y(), HEIGHT - point.y()));
    }
}
