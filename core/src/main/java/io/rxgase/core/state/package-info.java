/**
 * State of a game: immutable attribute trees and records, the updates between two of them, and the store that
 * keeps the current one. Called by game authors and by the loop, server and client. All values are immutable and
 * may be read on any thread. Start at {@link io.rxgase.core.state.StateModel}, or at
 * {@link io.rxgase.core.state.GameState} for states without records.
 */
@NullMarked
package io.rxgase.core.state;

import org.jspecify.annotations.NullMarked;
