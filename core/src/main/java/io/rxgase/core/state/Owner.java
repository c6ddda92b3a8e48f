package io.rxgase.core.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the component of a state's record that says which client the record belongs to: the number of its {@code ClientId}.
 * Null means nobody, also inside a record that has an owner. See {@link OwnerOnly} for what that decides.
 *
 * <pre>{@code
 * record Player(@Owner long client, float x, float y, @OwnerOnly int ammunition) {}
 * }</pre>
 *
 * <p>For {@code int}, {@code long} and their boxes; one component of a record at most.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Owner {}
