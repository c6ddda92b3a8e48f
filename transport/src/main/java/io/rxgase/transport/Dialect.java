package io.rxgase.transport;

/**
 * A wire protocol that a listener or a client speaks. A listener may speak both on one port: the first bytes of a
 * datagram tell them apart.
 */
public enum Dialect {
    /** RxGaSe's own, described in docs/PROTOCOL.md: everything that this library offers. */
    RXGASE,
    /**
     * That of PyGaSe, the Python Game Server, described in docs/PYGASE.md. No handshake, no authentication, no
     * credit, no farewell, events of at most 2,017 bytes to a client and 2,032 to a server.
     *
     * <p>What becomes of the promises of {@link Delivery}: all messages share one stream, which keeps their order as
     * long as nothing is lost. On a reliable channel a message is sent again one second after it was sent, if the peer's acknowledgements
     * show that it did not arrive; those of PyGaSe sometimes leave out a packet that did, so a message may be handled
     * twice. {@link SendOptions#maxResends()} bounds that; on an unreliable channel nothing is ever sent again. What
     * arrives is handed out on {@link Channel#ORDERED}.
     */
    PYGASE
}
