/**
 * What users of the transport touch: connections, their messages, events and statistics, over UDP or over a simulated
 * network. Called by server and client; knows nothing of games. Every method may be called from any thread; everything
 * is signalled on the I/O thread that owns the connection. Start at {@link io.rxgase.transport.DatagramTransport}.
 */
@NullMarked
package io.rxgase.transport;

import org.jspecify.annotations.NullMarked;
