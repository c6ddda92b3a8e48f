/**
 * Ways to look at tag: characters on a terminal, or a window. Start at {@link io.rxgase.samples.tag.view.View}. Called by
 * the command line; each view draws on the thread of its own {@code Timebase}.
 */
@NullMarked
package io.rxgase.samples.tag.view;

import org.jspecify.annotations.NullMarked;
