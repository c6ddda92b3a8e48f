/**
 * Games written down and played again: a recording is an initial state and the frames that went into the game, and with
 * the same game logic it gives the same game. Start at {@link io.rxgase.core.record.Replay}, which reads what a {@link
 * io.rxgase.core.record.Recorder} has written.
 *
 * <p>Called by backends and by game authors' tests. A recorder writes on a thread of its own; a replay runs on the
 * thread of whoever asks for the next state.
 */
@NullMarked
package io.rxgase.core.record;

import org.jspecify.annotations.NullMarked;
