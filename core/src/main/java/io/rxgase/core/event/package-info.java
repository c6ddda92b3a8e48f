/**
 * Events: what clients and game tell each other, a type with positional and named arguments. Called by game
 * authors and by the loop, server and client. All values are immutable and may be used on any thread.
 *
 * <p>Start at {@link io.rxgase.core.event.Event}.
 */
@NullMarked
package io.rxgase.core.event;

import org.jspecify.annotations.NullMarked;
