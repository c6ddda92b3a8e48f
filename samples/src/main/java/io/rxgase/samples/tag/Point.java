package io.rxgase.samples.tag;

/**
 * A place in the field, or a way between two places, in pixels; x grows to the right, y downwards.
 *
 * @param x pixels from the left edge
 * @param y pixels from the top edge
 */
public record Point(double x, double y) {
    /** The point {@code length} pixels from here in the direction of {@code heading}, in radians, 0 to the right. */
    Point ahead(double heading, double length) {
        return new Point(x + Math.cos(heading) * length, y + Math.sin(heading) * length);
    }

    /** The direction from here to there in radians, -π to π, 0 to the right. */
    double headingTo(Point there) {
        return Math.atan2(there.y - y, there.x - x);
    }

    /** Pixels from here to there. */
    double distanceTo(Point there) {
        double dx = there.x - x;
        double dy = there.y - y;
        // Not hypot: what it does for very large and very small numbers takes ten times as long.
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** The way from there to here. */
    public Point minus(Point there) {
        return new Point(x - there.x, y - there.y);
    }

    /** This way, {@code factor} times, from there. */
    public Point timesPlus(double factor, Point there) {
        return new Point(there.x + x * factor, there.y + y * factor);
    }
}
