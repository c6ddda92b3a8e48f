package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Dialect;
import java.nio.ByteBuffer;

/** The transport's half of a dialect: which datagrams are its, and the machine that speaks it. Stateless, any thread. */
public interface WireDialect extends Dialect {
    /**
     * Finds the transport's half of a dialect.
     *
     * @param dialect any
     * @return its half
     * @throws IllegalArgumentException if nobody speaks it
     */
    static WireDialect of(Dialect dialect) {
        if (dialect instanceof WireDialect wire) {
            return wire;
        } else if (dialect.equals(Dialect.RXGASE)) {
            return OwnWire.INSTANCE;
        }
        throw new IllegalArgumentException(
                "the dialect " + dialect.name()
                        + " is one of your own, which no transport speaks: use Dialect.RXGASE, or one that a module of RxGaSe has");
    }

    /**
     * Makes a machine that speaks it.
     *
     * @param config what it is made of
     * @return idle
     */
    EndpointMachine machine(EndpointConfig config);

    /**
     * Whether a datagram is in this dialect and can't be in RxGaSe's own.
     *
     * @param datagram left as it is
     * @return false for RxGaSe's own, which gets what nobody claims
     */
    boolean claims(ByteBuffer datagram);

    /**
     * Whether datagrams may be larger than the path carries, so that the network has to split them into fragments.
     *
     * @return false if every datagram keeps to {@code TransportOptions.maxDatagramBytes}
     */
    boolean mayBeFragmented();
}
