package io.rxgase.pygase;

import io.rxgase.pygase.internal.PygaseDialect;
import io.rxgase.transport.Dialect;

/**
 * The wire of PyGaSe, the Python Game Server, described in docs/PYGASE.md: Python clients play on a backend of RxGaSe, and a client of RxGaSe
 * plays on a server of PyGaSe.
 *
 * <pre>{@code
 * Backend.of(Chase.EMPTY).dialects(Dialect.RXGASE, Pygase.dialect()).start("0.0.0.0", 8080);
 * Client.of(Chase.class).dialect(Pygase.dialect()).blockingConnect("127.0.0.1", 8080);
 * }</pre>
 *
 * <p>No handshake, no authentication, no credit, no farewell; events of at most 2,017 bytes to a client and 2,032 to a server. The state
 * must be one that PyGaSe's wire can carry, and every client gets all of it.
 */
public final class Pygase {
    private static final Dialect DIALECT = new PygaseDialect();

    private Pygase() {}

    /**
     * PyGaSe's dialect.
     *
     * <p>What becomes of the promises of {@link io.rxgase.transport.Delivery}: all messages share one stream, which keeps their order as
     * long as nothing is lost. On a reliable channel a message is sent again one second after it was sent, if the peer's acknowledgements
     * show that it did not arrive; those of PyGaSe sometimes leave out a packet that did, so a message may be handled
     * twice. {@link io.rxgase.transport.SendOptions#maxResends()} bounds that; on an unreliable channel nothing is ever sent again. What
     * arrives is handed out on {@link io.rxgase.transport.Channel#ORDERED}.
     *
     * @return always the same
     */
    public static Dialect dialect() {
        return DIALECT;
    }
}
