/**
 * PyGaSe's updates and events: what a server shows to Python clients, and what a client makes of a Python server. Called by server
 * and client through the dialect. States are published on one thread; frames are written and read on the event loop of their connection.
 */
@NullMarked
package io.rxgase.pygase.internal;

import org.jspecify.annotations.NullMarked;
