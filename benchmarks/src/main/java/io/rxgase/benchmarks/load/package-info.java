/**
 * Measurements of whole processes over real loopback sockets: the server and its clients each in a JVM of their own. Called
 * from a command line; start at {@link io.rxgase.benchmarks.load.BenchmarkCommand}. What runs in the children are
 * {@link io.rxgase.benchmarks.load.Part}s, on threads of their own.
 */
@NullMarked
package io.rxgase.benchmarks.load;

import org.jspecify.annotations.NullMarked;
