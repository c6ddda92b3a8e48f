/**
 * A game of tag: one player chases, whoever is caught chases next. Rules without a network, the same rules as game
 * logic, and players moved by people or bots. Start at {@link io.rxgase.samples.tag.Chase}, the state and its rules.
 * Called by the backend on its loop thread, and by views and bots on theirs.
 */
@NullMarked
package io.rxgase.samples.tag;

import org.jspecify.annotations.NullMarked;
