/**
 * Bad networks, as numbers: what a link does to datagrams (loss, delay, bandwidth…), and a seeded machine that does it.
 * Without sockets, clocks, threads or streams; called by the simulated network and by the relay that makes a real network
 * worse, each on its own thread. Start at {@link io.rxgase.transport.emulation.NetworkConditions}.
 */
@NullMarked
package io.rxgase.transport.emulation;

import org.jspecify.annotations.NullMarked;
