package io.rxgase.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.rxgase.testkit.StreamTck;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;

/** {@link Connection#messages}, with the protocol and the network between the publisher that is sent and the one that is tested. */
public abstract class EndToEndTck extends StreamTck<byte[]> {
    private static final int MOST = 5_000;
    private static final TransportOptions OPTIONS = TransportOptions.defaults();

    private final AtomicLong connections = new AtomicLong();
    private final DatagramTransport server;
    private final DatagramTransport client;
    private final Listener listener;

    protected EndToEndTck(DatagramTransport server, DatagramTransport client, InetSocketAddress local) {
        this.server = server;
        this.client = client;
        this.listener = server.listen(local, OPTIONS).blockingGet();
    }

    protected void closeTransports() {
        client.close().andThen(server.close()).blockingAwait();
    }

    @Override
    protected boolean isUnicast() {
        return true;
    }

    @Override
    public Publisher<byte[]> createPublisher(long elements) {
        byte[] hello = Long.toString(connections.incrementAndGet()).getBytes(UTF_8);
        Connection sender =
                client.connect(listener.localAddress(), hello, OPTIONS).blockingGet();
        Connection receiver = listener.events()
                .ofType(ConnectionEvent.Connected.class)
                .map(ConnectionEvent::connection)
                .filter(connection -> Arrays.equals(connection.hello(), hello))
                .blockingFirst();
        sender.send(Channel.ORDERED, Flowable.rangeLong(0, elements).map(i -> new byte[] {i.byteValue()}))
                .andThen(Completable.defer(() -> sender.close("that was all")))
                .subscribe(new TestObserver<>());
        return receiver.messages(Channel.ORDERED);
    }

    @Override
    public Publisher<byte[]> createFailedPublisher() {
        return null;
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST;
    }
}
