package io.rxgase.core.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the attribute that a component of a state's record becomes, where the component's own name is not the one
 * wanted: because the other side is written in a language with other habits, or because a component was renamed and older
 * builds still play.
 *
 * <pre>{@code
 * record Tag(Map<Long, Player> players, @Nullable @AttributeName("chaser_id") Long chaserId) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface AttributeName {
    /**
     * The name of the attribute, on the wire and in {@link Attributes}.
     *
     * @return any string that no other component of the record has
     */
    String value();
}
