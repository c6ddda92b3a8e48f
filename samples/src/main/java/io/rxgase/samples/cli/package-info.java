/**
 * The command line of the samples: {@code serve}, {@code play}, {@code bots}, and without a command all three on one
 * machine. Start at {@link io.rxgase.samples.cli.TagCommand}. Called by {@link io.rxgase.samples.Main}; commands block the
 * main thread until they end.
 */
@NullMarked
package io.rxgase.samples.cli;

import org.jspecify.annotations.NullMarked;
