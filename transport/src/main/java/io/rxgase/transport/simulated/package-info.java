/**
 * A network in memory with seeded loss, delay, reordering and partitions, behind the same seam as the real one.
 * Called by tests and by games that play in virtual time. Runs on the scheduler it is given.
 */
@NullMarked
package io.rxgase.transport.simulated;

import org.jspecify.annotations.NullMarked;
