package io.rxgase.transport;

/** RxGaSe's own. */
record OwnDialect() implements Dialect {
    @Override
    public String name() {
        return "RXGASE";
    }

    @Override
    public String toString() {
        return name();
    }
}
