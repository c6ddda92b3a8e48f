package io.rxgase.client;

import io.reactivex.rxjava3.core.Single;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.Values;
import io.rxgase.sync.internal.GameDialect;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.netty.NettyTransport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client is made of; start at {@link Client#of(Class)}. Immutable: each method gives a new builder.
 *
 * @param <S> the type of the synchronized state
 */
public final class ClientBuilder<S> {
    private final StateModel<S> model;
    private final @Nullable DatagramTransport transport;
    private final TransportOptions options;
    private final @Nullable Dialect dialect;
    private final String hello;

    private ClientBuilder(
            StateModel<S> model,
            @Nullable DatagramTransport transport,
            TransportOptions options,
            @Nullable Dialect dialect,
            String hello) {
        this.model = model;
        this.transport = transport;
        this.options = options;
        this.dialect = dialect;
        this.hello = hello;
    }

    static <S> ClientBuilder<S> of(StateModel<S> model) {
        return new ClientBuilder<>(model, null, TransportOptions.defaults(), null, "");
    }

    /**
     * Uses this transport, which stays open when the client closes: one that several clients share, or a host of a
     * {@code SimulatedNetwork}. Without it the client has a UDP socket of its own, on
     * event loops that all such clients of this process {@linkplain NettyTransport#shared() share}: what blocks one of them may hold other
     * clients up, too.
     *
     * @param value the transport
     * @return a builder with it
     */
    public ClientBuilder<S> transport(DatagramTransport value) {
        return new ClientBuilder<>(model, Objects.requireNonNull(value, "transport"), options, dialect, hello);
    }

    /**
     * Changes time-outs and bounds; the four default channels must stay among its channels.
     *
     * @param value the options
     * @return a builder with them
     * @throws IllegalArgumentException if a default channel is missing
     */
    public ClientBuilder<S> options(TransportOptions value) {
        return new ClientBuilder<>(model, transport, value.requireDefaultChannels(), dialect, hello);
    }

    /**
     * Speaks this wire protocol.
     *
     * @param value the dialect; it takes the place of that of the {@link #options}
     * @return a builder with it
     */
    public ClientBuilder<S> dialect(Dialect value) {
        return new ClientBuilder<>(model, transport, options, Objects.requireNonNull(value, "dialect"), hello);
    }

    /**
     * A name or ticket that the server's admission sees; at most {@link TransportOptions#MAX_HELLO_BYTES} in UTF-8.
     *
     * @param value the text
     * @return a builder with it
     * @throws IllegalArgumentException if it is too long, or has half of a surrogate pair
     */
    public ClientBuilder<S> hello(String value) {
        try {
            Object unused = Values.of(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hello: " + e.getMessage(), e);
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > TransportOptions.MAX_HELLO_BYTES) {
            throw new IllegalArgumentException("hello has " + bytes + " bytes in UTF-8: shorten it to "
                    + TransportOptions.MAX_HELLO_BYTES + ", and send the rest as an event once connected");
        }
        return new ClientBuilder<>(model, transport, options, dialect, value);
    }

    /**
     * Connects when subscribed to; each subscription makes a connection of its own, so {@code retryWhen} reconnects.
     * Emits on the connection's event loop. Each wait ends with {@link TransportOptions#connectTimeout()}: for the host's address, for the
     * welcome, and, if the server runs another build with a large state type, for what its states are made of.
     *
     * @param host a name or an address
     * @param port the port
     * @return fails with a {@link TransportException}: no such host, no answer, refused (with the server's text); or with
     *     a {@link StateMismatchException} if the state type can never hold the server's states, whose message names both
     * @throws IllegalArgumentException if there is a hello and the dialect has no place for it
     */
    public Single<Client<S>> connect(String host, int port) {
        InetSocketAddress address = InetSocketAddress.createUnresolved(host, port);
        byte[] greeting = hello.getBytes(StandardCharsets.UTF_8);
        TransportOptions options = dialect == null ? this.options : this.options.withDialects(Set.of(dialect));
        boolean carriesHello = options.dialects().stream().map(GameDialect::of).allMatch(GameDialect::hasControlEvents);
        if (!carriesHello && greeting.length > 0) {
            throw new IllegalArgumentException("the wire of " + options.dialects()
                    + " has no place for a hello: leave it out, and send \"" + hello + "\" as an event once connected");
        }
        return Single.defer(() -> {
            DatagramTransport own = transport == null ? NettyTransport.shared() : null;
            DatagramTransport used = own == null ? Objects.requireNonNull(transport) : own;
            return used.connect(address, greeting, options)
                    .map(connection -> new Client<>(model, connection, own))
                    .doOnError(error -> closeQuietly(own))
                    .doOnDispose(() -> closeQuietly(own))
                    .flatMap(client -> client.ifFitting(options.connectTimeout()));
        });
    }

    /**
     * The blocking twin of {@link #connect(String, int)}, for programs with a thread to spare. Not for virtual time:
     * it would wait for a clock that stands still.
     *
     * @param host a name or an address
     * @param port the port
     * @return the connected client
     * @throws TransportException as {@link #connect(String, int)}
     */
    public Client<S> blockingConnect(String host, int port) {
        return connect(host, port).blockingGet();
    }

    private static void closeQuietly(@Nullable DatagramTransport own) {
        if (own != null) {
            own.close().onErrorComplete().subscribe();
        }
    }
}
