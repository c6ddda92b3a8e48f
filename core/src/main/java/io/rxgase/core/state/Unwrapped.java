package io.rxgase.core.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a record of one whole number: in states, events and recordings and on the wire it is that number, without a map around it. So a
 * number that names something can have a type of its own. {@link io.rxgase.core.event.ClientId} is one.
 *
 * <pre>{@code
 * @Unwrapped
 * record UnitId(int value) implements Comparable<UnitId> {
 *     @Override
 *     public int compareTo(UnitId other) {
 *         return Integer.compare(value, other.value);
 *     }
 * }
 *
 * record Battle(StateMap<UnitId, Unit> units, StateMap<ClientId, Player> players, ClientId host) {}
 * }</pre>
 *
 * <p>The component is a {@code byte}, {@code short}, {@code int} or {@code long}. For keys of maps and elements of sets the record is
 * {@link Comparable} with itself, by that number. A number that the record's constructor refuses does not fit the type.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Unwrapped {}
