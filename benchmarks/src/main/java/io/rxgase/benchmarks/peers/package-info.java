/**
 * What runs in the child processes: RxGaSe and its peers, each as a server and as the clients that load it. Made by name,
 * see {@link io.rxgase.benchmarks.peers.Parts}.
 */
@NullMarked
package io.rxgase.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
