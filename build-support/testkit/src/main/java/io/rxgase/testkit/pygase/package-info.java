/**
 * A peer that speaks PyGaSe's wire protocol, written from its description alone: it shares no code with the library, so that
 * the two can be held against each other. Called by tests, on one thread at a time. Start at
 * {@link io.rxgase.testkit.pygase.WirePeer}.
 */
@NullMarked
package io.rxgase.testkit.pygase;

import org.jspecify.annotations.NullMarked;
