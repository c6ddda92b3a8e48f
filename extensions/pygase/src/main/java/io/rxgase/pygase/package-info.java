/**
 * The dialect of PyGaSe, the Python Game Server; start at {@link io.rxgase.pygase.Pygase}. Called by game authors, on any thread.
 */
@NullMarked
package io.rxgase.pygase;

import org.jspecify.annotations.NullMarked;
