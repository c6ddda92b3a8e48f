package io.rxgase.transport;

/**
 * A wire protocol that a listener or a client speaks. A listener may speak several on one port: the first bytes of a datagram tell them
 * apart.
 *
 * <pre>{@code
 * TransportOptions options = TransportOptions.defaults().withDialects(Set.of(Dialect.RXGASE));
 * }</pre>
 *
 * <p>RxGaSe's own is here; a module that speaks another one has it.
 * Not for implementing: a transport refuses a dialect that it does not know.
 */
public interface Dialect {
    /** RxGaSe's own, described in docs/PROTOCOL.md: everything that this library offers. */
    Dialect RXGASE = new OwnDialect();

    /**
     * What people call it.
     *
     * @return a word
     */
    String name();
}
