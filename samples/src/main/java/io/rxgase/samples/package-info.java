/**
 * Sample games with a command line. Start at {@link io.rxgase.samples.Main}, or, to read code, at
 * {@link io.rxgase.samples.quickstart} (a game in two short files) and {@link io.rxgase.samples.tag} (a game to play).
 * Called by people who try RxGaSe, on the main thread.
 */
@NullMarked
package io.rxgase.samples;

import org.jspecify.annotations.NullMarked;
