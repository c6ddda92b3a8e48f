/**
 * MessagePack for states and events, with a bounded reader for bytes from the wire. Called by server, client and
 * recordings, never by game authors, on any thread. Start at {@link io.rxgase.core.internal.codec.ValueCodec}.
 */
@NullMarked
package io.rxgase.core.internal.codec;

import org.jspecify.annotations.NullMarked;
