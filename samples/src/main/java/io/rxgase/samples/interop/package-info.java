/**
 * A small game whose rules are exact, so that implementations of the wire protocols can be held against each other. It is
 * served by the command {@code interop}, and its handlers run on the loop thread of the backend. Start at {@link
 * io.rxgase.samples.interop.ScenarioGame}.
 */
@NullMarked
package io.rxgase.samples.interop;

import org.jspecify.annotations.NullMarked;
