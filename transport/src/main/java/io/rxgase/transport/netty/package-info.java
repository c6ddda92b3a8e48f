/**
 * Datagrams over UDP through Netty: epoll where it loads, NIO elsewhere. The only importer of {@code io.netty}.
 * Called by server and client to open a socket. Runs on the event loops that it makes.
 */
@NullMarked
package io.rxgase.transport.netty;

import org.jspecify.annotations.NullMarked;
