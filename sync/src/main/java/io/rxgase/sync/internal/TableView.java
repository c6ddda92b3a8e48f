package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.SyncModel;
import io.rxgase.sync.View;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A view of a table that is divided into groups.
 *
 * @param table the attribute of the state that holds the entities
 * @param attributes the attributes of the entities that the group is found by
 * @param ofNumbers whether these are numbers, or else values to tell entities apart by
 * @param group the group of an entity; null if nobody sees it
 * @param sight the groups that a client sees, each once
 * @param <S> the type of the state
 */
public record TableView<S>(
        String table,
        List<String> attributes,
        boolean ofNumbers,
        Function<Attributes, @Nullable Object> group,
        BiFunction<S, ClientId, ? extends List<?>> sight)
        implements View<S> {
    /**
     * Checks that clients get what the view names.
     *
     * @param model of the states
     * @throws IllegalArgumentException if not; the message says which names there are
     */
    void requireNames(SyncModel<S> model) {
        for (String attribute : attributes) {
            if (ofNumbers) {
                model.requireNumber(table, attribute);
            } else {
                model.requireGroup(table, attribute);
            }
        }
    }

    /**
     * The group that a value of a game's own stands for, as attributes have it.
     *
     * @param value what a view's function gave
     * @return a long for whole numbers, characters and clients, the name of a constant
     */
    public static Object group(Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof Character character) {
            return (long) character;
        } else if (value instanceof ClientId client) {
            return client.value();
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }
}
