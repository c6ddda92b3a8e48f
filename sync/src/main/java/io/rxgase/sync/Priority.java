package io.rxgase.sync;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.Attributes;

/**
 * How much an entity matters to a client when its budget does not carry all that changed. Called on event loops, several at a
 * time; without side effects.
 *
 * <pre>{@code
 * backend.budget(20_000).priority((world, entity, client) -> entity.key().equals(client.value()) ? 10 : 1);
 * }</pre>
 *
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface Priority<S> {
    /** The least weight that counts: whatever is changed gets its turn. */
    double LEAST = 0.001;

    /**
     * An entity that changed: an entry of a map that is an attribute of the state.
     *
     * @param table the attribute
     * @param key the entity's key, a {@link Long} or {@link String}
     * @param attributes what clients may see of it, or what it was if it is gone
     */
    record Entity(Object table, Object key, Attributes attributes) {}

    /**
     * Returns how much it matters. An entity's priority grows with its weight for each second that it has to wait.
     *
     * @param state the newest state
     * @param entity the entity
     * @param client the client
     * @return the weight; what is less than {@value #LEAST}, and NaN, counts as that
     */
    double weight(S state, Entity entity, ClientId client);
}
