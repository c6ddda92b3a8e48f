/**
 * What the tests of all modules share: the proof that the TCK runs. Start at {@link io.rxgase.testkit.TckCount}.
 * Called by the JUnit Platform and by tests. Runs on the thread of the test runner.
 */
@NullMarked
package io.rxgase.testkit;

import org.jspecify.annotations.NullMarked;
