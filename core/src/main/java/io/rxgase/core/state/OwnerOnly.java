package io.rxgase.core.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Shows a component of a state's record to one client only: the one that the {@link Owner} component of the same record, or
 * of the nearest record around it, names.
 *
 * <pre>{@code
 * record Player(@Owner long client, float x, float y, @OwnerOnly int ammunition) {}
 * }</pre>
 *
 * <p>On all other clients the component has its {@link Default}; without one 0 or false if it is primitive, and null or
 * empty where it may be missing. A component that can have none of these is refused when the state's model is made, as is one
 * without an owner, inside a list, or inside another one. All that is in it is its owner's, but for what is {@link ServerOnly}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OwnerOnly {}
