/**
 * The player side: the synchronized state, events both ways and the life of the connection. Called by game
 * authors. Signals arrive on the I/O thread unless moved with {@code observeOn}.
 */
@NullMarked
package io.rxgase.client;

import org.jspecify.annotations.NullMarked;
