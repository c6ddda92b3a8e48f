/**
 * The one driver: it pumps an {@link io.rxgase.transport.internal.protocol.EndpointMachine} over a socket and its event loop, and
 * implements {@link io.rxgase.transport.Connection} and {@link io.rxgase.transport.Listener} on top. The same for UDP and for
 * the simulated network, which are adapters of {@link io.rxgase.transport.internal.driver.SocketLoop} and nothing more.
 *
 * <p>Called by the two adapters. One machine, all that belongs to it, and every signal to a subscriber: on the
 * one thread of the loop; what other threads want goes through the driver's command queue. Start at
 * {@link io.rxgase.transport.internal.driver.EndpointDriver}.
 */
@NullMarked
package io.rxgase.transport.internal.driver;

import org.jspecify.annotations.NullMarked;
