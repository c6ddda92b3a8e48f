/**
 * MessagePack for states and events, with a bounded reader for bytes from the wire. The only importer of {@code
 * org.msgpack}. Called by server and client, never by game authors. Its objects belong to the thread that made
 * them.
 */
@NullMarked
package io.rxgase.core.codec;

import org.jspecify.annotations.NullMarked;
