/**
 * The protocol as a machine without sockets, clocks or threads: time is a parameter, and output is polled.
 * Called by the driver of the transport only. One thread per machine: the one that owns its connections. The bytes are
 * described in docs/PROTOCOL.md. Start at {@link io.rxgase.transport.internal.protocol.EndpointMachine}.
 */
@NullMarked
package io.rxgase.transport.internal.protocol;

import org.jspecify.annotations.NullMarked;
