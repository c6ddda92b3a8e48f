package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.Attributes;
import io.rxgase.sync.View;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A view of a table that is divided into groups.
 *
 * @param table the attribute of the state that holds the entities
 * @param group the group of an entity; null if nobody sees it
 * @param sight the groups that a client sees, each once
 * @param <S> the type of the state
 */
public record TableView<S>(
        String table, Function<Attributes, @Nullable Object> group, BiFunction<S, ClientId, ? extends List<?>> sight)
        implements View<S> {
    /**
     * The group that a value of a game's own stands for, as attributes have it.
     *
     * @param value what a view's function gave
     * @return a long for whole numbers, the name of a constant
     */
    public static Object group(Object value) {
        return value instanceof Integer || value instanceof Short || value instanceof Byte
                ? (Object) ((Number) value).longValue()
                : value instanceof Enum<?> constant ? constant.name() : value;
    }
}
