/**
 * Measurements of the libraries; never shipped. Called by hand. Each benchmark says which threads it uses.
 */
@NullMarked
package io.rxgase.benchmarks;

import org.jspecify.annotations.NullMarked;
