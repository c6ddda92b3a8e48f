/**
 * The first game of the guide, in two short files: an enemy moves to and fro, clients try to hit it. Start at
 * {@link io.rxgase.samples.quickstart.EnemyBackend}, then {@link io.rxgase.samples.quickstart.EnemyClient}. Called by people
 * who read the guide; each file has a {@code main}.
 */
@NullMarked
package io.rxgase.samples.quickstart;

import org.jspecify.annotations.NullMarked;
