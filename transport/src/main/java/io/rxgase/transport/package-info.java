/**
 * What users of the transport touch: connections, their events and their statistics. Called by server and
 * client; knows nothing of games. Everything is signalled on the I/O thread that owns the connection.
 */
@NullMarked
package io.rxgase.transport;

import org.jspecify.annotations.NullMarked;
