package io.rxgase.transport;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.net.InetSocketAddress;

/**
 * A way to exchange datagrams, with the protocol on top: {@code NettyTransport} for UDP, or a host of a
 * {@code SimulatedNetwork}. The two behave alike; one contract test runs against both. All methods may be called from
 * any thread and never block; nothing happens before the returned value is subscribed. Results are signalled on the
 * event loop of the new listener or connection.
 *
 * <pre>{@code
 * DatagramTransport transport = NettyTransport.create();
 * transport.listen(new InetSocketAddress(8080), TransportOptions.defaults())
 *         .flatMapPublisher(Listener::events)
 *         .subscribe(event -> …);
 * }</pre>
 */
public interface DatagramTransport {
    /**
     * Opens a port.
     *
     * @param local address to bind; port 0 takes a free one
     * @param options settings of the listener and of every connection that comes in through it
     * @return fails with a {@link TransportException} that says what to do if the port is in use
     */
    Single<Listener> listen(InetSocketAddress local, TransportOptions options);

    /**
     * Connects to a listener.
     *
     * @param remote a resolved or unresolved address
     * @param hello application data for the server's admission, at most {@link TransportOptions#MAX_HELLO_BYTES} bytes
     * @param options settings; the channels must be those of the listener
     * @return fails with a {@link TransportException}: no such host, no answer, refused (with the server's text),
     *     version mismatch; disposing gives the attempt up
     * @throws IllegalArgumentException if the hello is too long, or the options name more than one dialect
     */
    Single<Connection> connect(InetSocketAddress remote, byte[] hello, TransportOptions options);

    /**
     * Ends all connections with a farewell and releases sockets and threads. Idempotent.
     *
     * @return completes when everything is released; acts when subscribed
     */
    Completable close();
}
