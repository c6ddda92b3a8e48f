/**
 * How code that is not ours is called: handlers, subscribers, publishers, a record's own methods. Whatever they throw stays where it was
 * thrown, and is reported. Called by the loop, the store, server and client, on their threads; start at {@link io.rxgase.core.internal.guard.Guard}.
 */
@NullMarked
package io.rxgase.core.internal.guard;

import org.jspecify.annotations.NullMarked;
