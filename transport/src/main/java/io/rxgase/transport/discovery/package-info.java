/**
 * Games on the local network: who hosts one answers those who look for one, over IPv4 broadcast and IPv6 multicast. Called by
 * programs that host or join games, from any thread; works on the one thread of its {@link io.rxgase.transport.discovery.LanLink},
 * and signals there. Knows nothing of connections, and connections nothing of it. The messages are section 14 of
 * docs/PROTOCOL.md. Start at {@link io.rxgase.transport.discovery.LanDiscovery}.
 */
@NullMarked
package io.rxgase.transport.discovery;

import org.jspecify.annotations.NullMarked;
