/**
 * PyGaSe's wire protocol as a second machine behind the same seam: no sockets, clocks or threads, and events and updates are
 * opaque bytes. Called by the driver of the transport; {@link
 * io.rxgase.pygase.internal.protocol.CircularNumber} also by server and client. One thread per machine. The bytes
 * are described in docs/PYGASE.md. Start at {@link io.rxgase.pygase.internal.protocol.PygaseEndpoint}.
 */
@NullMarked
package io.rxgase.pygase.internal.protocol;

import org.jspecify.annotations.NullMarked;
