/**
 * The wire of games, both halves side by side: what a server writes for each client, and what a client makes of it. Called by
 * server, client and dialects, never by game authors. A server publishes on one thread; frames are written and read on the event
 * loop of their connection.
 */
@NullMarked
package io.rxgase.sync.internal;

import org.jspecify.annotations.NullMarked;
