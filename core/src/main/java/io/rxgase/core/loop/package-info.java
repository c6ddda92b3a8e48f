/**
 * The game loop: ticks, game logic as a pure function, and the machine that scans ticks and events into
 * transitions. Called by the backend, or by anyone who composes a game without a server. Game logic runs on the
 * one loop thread; events come in from any thread through the inbox.
 *
 * <p>Start at {@link io.rxgase.core.loop.GameLogic}, and then {@link io.rxgase.core.loop.GameStateMachine}.
 */
@NullMarked
package io.rxgase.core.loop;

import org.jspecify.annotations.NullMarked;
