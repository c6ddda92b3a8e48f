package io.rxgase.core.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the type of the events that carry a record, where its simple name is not the one wanted.
 *
 * <pre>{@code
 * @EventType("MOVE")
 * record Move(int player, double x, double y) {}
 *
 * String type = Event.of(new Move(3, 1.0, 2.0)).type();     // MOVE; without the annotation Move
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {
    /**
     * The type of the event.
     *
     * @return any string that doesn't begin with {@value Event#RESERVED_PREFIX}
     */
    String value();
}
