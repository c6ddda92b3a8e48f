package io.rxgase.transport.discovery;

/**
 * What became of the datagrams that discovery received, since it was made. Every datagram is counted once.
 *
 * @param answered questions that were answered
 * @param heard answers and farewells that were of use
 * @param malformed not of this protocol or its version, too short, damaged, or with an impossible port
 * @param unasked answers to a question that was not asked, or so long ago that it is forgotten
 * @param foreign questions about, and answers of, another kind of game; questions on a way on which the game cannot be reached
 * @param overLimit questions beyond {@link LanDiscovery#ANSWERS_PER_SECOND}, and answers of games beyond
 *     {@link LanDiscovery#MOST_GAMES}
 */
public record DiscoveryStats(long answered, long heard, long malformed, long unasked, long foreign, long overLimit) {}
