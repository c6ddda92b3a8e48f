package io.rxgase.transport.internal.guard;

/** When something that goes on happening is told again: the first time, the tenth, the hundredth and so on. Any thread. */
public final class Tenfold {
    private Tenfold() {}

    /**
     * Whether it is to be told now.
     *
     * <pre>{@code
     * if (Tenfold.isReached(failures.incrementAndGet())) {
     *     log.warn("{} failures by now", failures);
     * }
     * }</pre>
     *
     * @param count how often it has happened, this time included; at least 1
     * @return true at 1, 10, 100, …
     */
    public static boolean isReached(long count) {
        long rest = count;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
