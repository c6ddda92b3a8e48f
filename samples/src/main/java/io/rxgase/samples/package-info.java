/**
 * Sample games with a command line. Start at {@link io.rxgase.samples.Main}. Called by people who try RxGaSe.
 * Views run on the main thread.
 */
@NullMarked
package io.rxgase.samples;

import org.jspecify.annotations.NullMarked;
