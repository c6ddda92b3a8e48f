package io.rxgase.core.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how exactly clients have to know a component of a state's record: it travels as a whole number of steps, so that a
 * small movement is one byte.
 *
 * <pre>{@code
 * record Unit(int id, @Quantized(min = 0, max = 1000, step = 0.1) float x, int hp) {}
 * }</pre>
 *
 * <p>For {@code float}, {@code double} and their boxes. The server's own state stays exact; clients see the nearest step,
 * values outside the range as its end, and NaN as {@code min}; never anything outside the range. A step that does not divide
 * the range is made finer until it does. A change of less than a step is not sent. Elements of lists
 * and sets travel unquantized, because lists are replaced as a whole.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Quantized {
    /**
     * The least value.
     *
     * @return a finite number below {@link #max()}
     */
    double min();

    /**
     * The greatest value.
     *
     * @return a finite number above {@link #min()}
     */
    double max();

    /**
     * What clients may be off by, twice.
     *
     * @return above 0, at most {@code max - min}, and not finer than the component's type at the ends of the range
     */
    double step();
}
