package io.rxgase.core.loop;

/** Carries whatever ended a loop through RxJava, which passes on exceptions but not all errors. Never seen outside. */
final class LoopFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Throwable fault;

    LoopFault(Throwable fault) {
        super(null, null, false, false);
        this.fault = fault;
    }

    /** What really happened. */
    static Throwable carriedBy(Throwable error) {
        return error instanceof LoopFault carrier ? carrier.fault : error;
    }
}
