/**
 * What of its state a server shows to which client, and how much of it: views, priorities, budgets.
 *
 * <p>Made on any thread, immutable; their functions are called on event loops, see {@link io.rxgase.sync.View}.
 */
@NullMarked
package io.rxgase.sync;

import org.jspecify.annotations.NullMarked;
