package io.rxgase.core.state;

import java.io.Serializable;
import java.util.Objects;

/**
 * A number as clients get it: a whole number of steps above a least value. What {@link Quantized} components are in the
 * attributes that are synchronized.
 *
 * <pre>{@code
 * Quantity.Scale tenths = new Quantity.Scale(0, 0.1, true);
 * float about = tenths.nearest(12.34, 10_000).floatValue();
 * }</pre>
 *
 * <p>Immutable, with value equality.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // javadoc knows @serial on types, Error Prone does not
public final class Quantity extends Number {
    private static final long serialVersionUID = 1L;

    private final Scale scale;
    private final long steps;
    private final boolean isOfNaN;

    /**
     * A number of steps.
     *
     * @param scale what a step is
     * @param steps how many, of any sign
     */
    public Quantity(Scale scale, long steps) {
        this(scale, steps, false);
    }

    private Quantity(Scale scale, long steps, boolean isOfNaN) {
        this.scale = Objects.requireNonNull(scale, "scale");
        this.steps = steps;
        this.isOfNaN = isOfNaN;
    }

    /**
     * What a number of steps means.
     *
     * @param min the value of 0 steps
     * @param step the value of one step, above 0
     * @param single whether values are floats of 32 bits
     * @serial exclude
     */
    public record Scale(double min, double step, boolean single) implements Serializable {
        private static final long serialVersionUID = 1L;

        /**
         * Checks its arguments.
         *
         * @param min the value of 0 steps
         * @param step the value of one step, above 0
         * @param single whether values are floats of 32 bits
         * @throws IllegalArgumentException if a number is not finite, or a step not above 0
         */
        public Scale {
            if (!Double.isFinite(min) || !Double.isFinite(step) || !(step > 0)) {
                throw new IllegalArgumentException(
                        "a scale begins at a finite number and has steps above 0, not " + min + " and " + step);
            }
        }

        /**
         * Returns the quantity that is nearest to a value.
         *
         * @param value any number; NaN counts as the least, see {@link Quantity#isOfNaN}
         * @param most the greatest number of steps
         * @return between 0 and {@code most} steps
         */
        public Quantity nearest(double value, long most) {
            if (Double.isNaN(value)) {
                return new Quantity(this, 0, true);
            } else if (most > 0 && value >= value(most)) {
                // Asked first: a division may miss the last of more than 2^52 steps.
                return new Quantity(this, most);
            }
            double steps = Math.rint((value - min) / step);
            return new Quantity(this, steps > 0 ? (long) Math.min(steps, (double) most) : 0);
        }

        private double value(long steps) {
            // 1 / 0.1 is 10, and 123 / 10 is nearer to 12.3 than 123 * 0.1 is.
            double inverse = Math.rint(1 / step);
            boolean isFraction = inverse > 1 && 1 / inverse == step;
            double value = min + (isFraction ? steps / inverse : steps * step);
            return single ? (float) value : value;
        }
    }

    /**
     * Returns what a step is.
     *
     * @return the scale
     */
    public Scale scale() {
        return scale;
    }

    /**
     * Returns the number of steps.
     *
     * @return any number; 0 is the scale's least value
     */
    public long steps() {
        return steps;
    }

    /**
     * Says whether it stands for no number at all. It is sent as the scale's least value, but nobody is to take it for a place.
     *
     * @return whether it is the nearest quantity to NaN
     */
    public boolean isOfNaN() {
        return isOfNaN;
    }

    /**
     * Returns the value without its scale.
     *
     * @return a {@link Float} or a {@link Double}
     */
    public Number plain() {
        double value = doubleValue();
        return scale.single ? (Number) (float) value : (Number) value;
    }

    @Override
    public double doubleValue() {
        return scale.value(steps);
    }

    @Override
    public float floatValue() {
        return (float) doubleValue();
    }

    @Override
    public long longValue() {
        return (long) doubleValue();
    }

    @Override
    public int intValue() {
        return (int) doubleValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity that
                && steps == that.steps
                && isOfNaN == that.isOfNaN
                && scale.equals(that.scale);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(steps);
    }

    /** Shows the value. */
    @Override
    public String toString() {
        return plain().toString();
    }
}
