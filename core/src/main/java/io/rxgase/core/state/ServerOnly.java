package io.rxgase.core.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps a component of a state's record on the server: no client ever receives it.
 *
 * <pre>{@code
 * record Unit(int id, float x, @ServerOnly long seed) {}
 * }</pre>
 *
 * <p>On a client the component has its {@link Default}; without one 0 or false if it is primitive, and null or empty where
 * it may be missing. A component that can have none of these is refused when the state's model is made.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ServerOnly {}
