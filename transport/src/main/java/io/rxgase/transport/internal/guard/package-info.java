/**
 * How the code of applications is called: subscribers, publishers, admissions. Whatever they throw stays where it was thrown, and whoever
 * would wait for itself is told so. Called by drivers, discovery and whoever builds on the transport, mostly on event loops; start at {@link
 * io.rxgase.transport.internal.guard.Guard}.
 */
@NullMarked
package io.rxgase.transport.internal.guard;

import org.jspecify.annotations.NullMarked;
