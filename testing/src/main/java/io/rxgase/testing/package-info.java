/**
 * A whole game under test: backend, clients and a bad network in virtual time, on one thread, and a search for the seed
 * under which the game goes wrong. Start at {@link io.rxgase.testing.VirtualWorld}; {@link
 * io.rxgase.testing.SimulatedGame} runs a test over many of them.
 *
 * <p>Called by JUnit tests of game authors, on the thread of the test. Nothing here starts a thread but the search, which
 * runs one world on each.
 */
@NullMarked
package io.rxgase.testing;

import org.jspecify.annotations.NullMarked;
