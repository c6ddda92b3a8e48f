package io.rxgase.core.state;

import java.util.Objects;

/** A {@link Quantized} component as clients get it. Never read: what arrives is an ordinary number. */
final class QuantizedBinding extends Binding<Object> {
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
        boolean single = type == float.class || type == Float.class;
        if (!single && type != double.class && type != Double.class) {
            throw new IllegalArgumentException(path + " is of type " + type.getSimpleName()
                    + ": @Quantized is for float, double and their boxes; whole numbers are short as they are");
        }
        double end = Math.max(Math.abs(given.min()), Math.abs(given.max()));
        double finest = single ? Math.ulp((float) end) : Math.ulp(end);
        boolean isRange = Double.isFinite(given.min()) && Double.isFinite(given.max()) && given.min() < given.max();
        if (!isRange || !(given.step() >= 2 * finest) || given.step() > given.max() - given.min()) {
            throw new IllegalArgumentException(path + ": @Quantized(min = " + given.min() + ", max = " + given.max()
                    + ", step = " + given.step() + ") needs min < max, and a step between " + 2 * finest
                    + ", which a " + type.getSimpleName() + " can tell apart there, and max - min");
        }
        long most = (long) Math.rint((given.max() - given.min()) / given.step());
        return new QuantizedBinding(new Quantity.Scale(given.min(), given.step(), single), most);
    }

    @Override
    String name() {
        return "number";
    }

    @Override
    Object write(Object object) {
        return scale.nearest(((Number) object).doubleValue(), most);
    }

    @Override
    Object read(Object value) {
        return Objects.requireNonNull(value);
    }

    @Override
    boolean same(Object a, Object b) {
        return write(a).equals(write(b));
    }
}
