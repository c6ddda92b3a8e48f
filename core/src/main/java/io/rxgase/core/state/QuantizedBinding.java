package io.rxgase.core.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link Quantized} component as clients get it. Never read: what arrives is an ordinary number. */
final class QuantizedBinding extends Binding<Object> {
    /** How near to a whole number of steps a range is taken to have that many: what decimal fractions are off by in binary. */
    private static final double CLOSE = 1e-12;

    /** How many neighbours of a step are tried for one whose last multiple is the end of the range, each way. */
    private static final int ROUNDINGS = 4;

    private final Quantity.Scale scale;
    private final long most;

    private QuantizedBinding(Quantity.Scale scale, long most) {
        this.scale = scale;
        this.most = most;
    }

    /**
     * Returns the binding of a component.
     *
     * @throws IllegalArgumentException if the annotation does not fit it
     */
    static Binding<Object> of(Quantized given, Class<?> type, String path) {
        return of(given.min(), given.max(), given.step(), type, path);
    }

    static Binding<Object> of(double least, double greatest, double step, Class<?> type, String path) {
        boolean single = type == float.class || type == Float.class;
        if (!single && type != double.class && type != Double.class) {
            throw new IllegalArgumentException(path + " is of type " + type.getSimpleName()
                    + ": @Quantized is for float, double and their boxes; whole numbers are short as they are");
        }
        // The ends as the component's type has them, inside the range.
        double min = single ? floatAbove(least) : least;
        double max = single ? floatBelow(greatest) : greatest;
        double end = Math.max(Math.abs(min), Math.abs(max));
        double finest = single ? Math.ulp((float) end) : Math.ulp(end);
        boolean isRange = least < greatest && Double.isFinite(greatest - least);
        if (!isRange || !(step >= 2 * finest) || !(step <= max - min)) {
            throw new IllegalArgumentException(path + ": @Quantized(min = " + least + ", max = " + greatest
                    + ", step = " + step + ") needs min < max, their distance finite, and a step between " + 2 * finest
                    + ", which a " + type.getSimpleName() + " can tell apart there, and max - min");
        }
        return dividing(min, max, step, single);
    }

    private static double floatAbove(double number) {
        float nearest = (float) number;
        return nearest < number ? Math.nextUp(nearest) : nearest;
    }

    private static double floatBelow(double number) {
        float nearest = (float) number;
        return nearest > number ? Math.nextDown(nearest) : nearest;
    }

    /**
     * Returns steps that end at {@code max}: a step that doesn't divide the range is made finer, so that nothing is further than half a
     * step from its value and nothing leaves the range.
     */
    private static QuantizedBinding dividing(double min, double max, double step, boolean single) {
        double steps = (max - min) / step;
        long most = (long) Math.rint(steps);
        Quantity.Scale asGiven = new Quantity.Scale(min, step, single);
        if (valueAt(asGiven, most) == max) {
            return new QuantizedBinding(asGiven, most);
        }
        most = (long) Math.ceil(steps - CLOSE * steps);
        double exact = (max - min) / most;
        Quantity.Scale below = null;
        double tried = exact;
        for (int i = 0; i < ROUNDINGS; i++) {
            tried = Math.nextUp(tried);
        }
        for (int i = 0; i <= 2 * ROUNDINGS || below == null; i++) {
            Quantity.Scale scale = new Quantity.Scale(min, tried, single);
            double last = valueAt(scale, most);
            if (last == max) {
                return new QuantizedBinding(scale, most);
            } else if (last < max && below == null) {
                below = scale;
            }
            tried = Math.nextDown(tried);
        }
        return new QuantizedBinding(below, most);
    }

    private static double valueAt(Quantity.Scale scale, long steps) {
        return new Quantity(scale, steps).doubleValue();
    }

    @Override
    Shape shape() {
        return Shape.SCALAR;
    }

    @Override
    String name() {
        return "number";
    }

    @Override
    Object describe(SchemaWriter schema) {
        return "double";
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        check.scalar(this, "double", theirs);
    }

    @Override
    Object write(Object object) {
        return scale.nearest(((Number) object).doubleValue(), most);
    }

    @Override
    Object read(Object value, Fit fit) {
        return Objects.requireNonNull(value);
    }

    @Override
    boolean same(Object a, Object b) {
        return write(a).equals(write(b));
    }
}
