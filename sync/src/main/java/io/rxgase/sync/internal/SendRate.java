package io.rxgase.sync.internal;

/** How often a client gets a state. */
public final class SendRate {
    private SendRate() {}

    /**
     * Checks a rate.
     *
     * @param statesPerSecond 0.1 to 1000, or 0 for one each tick
     * @return the same
     * @throws IllegalArgumentException if it is out of range
     */
    public static double check(double statesPerSecond) {
        if (statesPerSecond != 0 && !(statesPerSecond >= 0.1 && statesPerSecond <= 1000)) {
            throw new IllegalArgumentException("a rate of " + statesPerSecond
                    + " states per second is out of range: use 0.1 to 1000, or 0 for one each tick");
        }
        return statesPerSecond;
    }
}
