package io.rxgase.core.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value that a component of a state's record takes when the other side's build does not know it yet.
 *
 * <pre>{@code
 * record Armored(String name, double x, double y, @Default("100") int armor) {}
 * }</pre>
 *
 * <p>For primitives and their boxes, strings and enums. Without it a missing {@code Optional} is empty, a missing list,
 * set or map is empty, a missing box or {@code @Nullable} component is null, and anything else that is missing is a {@link
 * StateMismatchException}.
 *
 * <p>A primitive cannot be null either: where the other side says null, it takes this value, too.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /**
     * Returns the value as it would be written in Java, strings without quotes.
     *
     * @return such as {@code 100}, {@code 1.5}, {@code true}, {@code RED}
     */
    String value();
}
