package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.sync.View;
import java.util.function.BiFunction;

/**
 * A view of the whole state.
 *
 * @param key what clients that see the same have in common
 * @param show makes what they see
 * @param ofOne whether the key is a client
 * @param <S> the type of the state
 */
public record StateView<S>(BiFunction<S, ClientId, ?> key, BiFunction<S, Object, S> show, boolean ofOne)
        implements View<S> {}
