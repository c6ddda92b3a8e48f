package io.rxgase.sync.internal;

import io.rxgase.core.state.Quantity;
import io.rxgase.sync.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plane divided into squares. */
public final class Grid {
    private static final double MOST_CELLS = 100;

    /** What is farther out than so many cells is nowhere near anything. */
    private static final double EDGE = 1 << 30;

    private final double cell;
    private final double distance;

    /**
     * A grid.
     *
     * @param cell the side of a cell, above 0
     * @param distance how far one sees, at most 100 cells
     * @throws IllegalArgumentException if a number is out of range
     */
    public Grid(double cell, double distance) {
        if (!(cell > 0) || !(distance >= 0) || !Double.isFinite(cell) || !(distance / cell <= MOST_CELLS)) {
            throw new IllegalArgumentException("a grid with cells of " + cell + " and a distance of " + distance
                    + " is out of range: use a cell above 0, and a distance of at most " + MOST_CELLS + " cells");
        }
        this.cell = cell;
        this.distance = distance;
    }

    /**
     * The cell of a place.
     *
     * @param x its first coordinate
     * @param y its second coordinate
     * @return null if the coordinates are no finite numbers
     */
    public @Nullable Long cellOf(@Nullable Object x, @Nullable Object y) {
        if (x instanceof Number a && y instanceof Number b && !isNaN(a) && !isNaN(b)) {
            double sum = a.doubleValue() + b.doubleValue();
            return Double.isFinite(sum) ? (Long) pack(index(a.doubleValue()), index(b.doubleValue())) : null;
        }
        return null;
    }

    /** Whether it is sent as a number only because there is no other way. */
    private static boolean isNaN(Number coordinate) {
        return coordinate instanceof Quantity quantity && quantity.isOfNaN();
    }

    /**
     * The cells that the circle around a place touches.
     *
     * @param center the place
     * @return each once; none if the place is nowhere
     */
    public List<Long> around(View.Point center) {
        List<Long> cells = new ArrayList<>();
        if (!Double.isFinite(center.x() + center.y())) {
            return cells;
        }
        int right = inside(index(center.x() + distance));
        int top = inside(index(center.y() + distance));
        for (int column = inside(index(center.x() - distance)); column <= right; column++) {
            for (int row = inside(index(center.y() - distance)); row <= top; row++) {
                double dx = gap(center.x(), column);
                double dy = gap(center.y(), row);
                if (dx * dx + dy * dy <= distance * distance) {
                    cells.add(pack(column, row));
                }
            }
        }
        return cells;
    }

    /** How far a coordinate is from the next edge of a column or row; 0 inside it. */
    private double gap(double at, int index) {
        return Math.max(0, Math.max(index * cell - at, at - (index + 1) * cell));
    }

    private int index(double coordinate) {
        return (int) Math.max(-EDGE, Math.min(EDGE, Math.floor(coordinate / cell)));
    }

    /** Beyond the last cells all the rest of the plane comes together, near or far. */
    private static int inside(int index) {
        return Math.max(1 - (int) EDGE, Math.min((int) EDGE - 1, index));
    }

    private static long pack(int column, int row) {
        return ((long) column << 32) | (row & 0xffff_ffffL);
    }
}
