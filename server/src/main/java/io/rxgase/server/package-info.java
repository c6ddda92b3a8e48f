/**
 * The authoritative side: clients, events in and out, and state fan-out; {@code Backend} is store, machine and
 * server in one. Called by game authors. Game logic runs on the loop thread, sockets on the I/O threads; callers
 * may be on any thread.
 */
@NullMarked
package io.rxgase.server;

import org.jspecify.annotations.NullMarked;
