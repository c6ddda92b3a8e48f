/**
 * PyGaSe's wire protocol as a second machine behind the same seam: no sockets, clocks or threads, and events and updates are
 * opaque bytes. Called by the driver of the transport; {@link
 * io.rxgase.transport.internal.protocol.pygase.CircularNumber} also by server and client. One thread per machine. The bytes
 * are described in docs/PYGASE.md. Start at {@link io.rxgase.transport.internal.protocol.pygase.PygaseEndpoint}.
 */
@NullMarked
package io.rxgase.transport.internal.protocol.pygase;

import org.jspecify.annotations.NullMarked;
