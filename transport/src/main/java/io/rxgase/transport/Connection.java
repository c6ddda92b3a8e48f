package io.rxgase.transport;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;

/**
 * One peer, over UDP or a simulated network. All methods may be called from any thread and never block; what they
 * emit is emitted on the connection's event loop.
 *
 * <pre>{@code
 * transport.connect(address, name.getBytes(UTF_8), TransportOptions.defaults()).subscribe(connection -> {
 *     connection.messages(Channel.ORDERED).subscribe(bytes -> …);
 *     connection.send(Channel.ORDERED, "hello".getBytes(UTF_8));
 *     connection.send(Channel.UNORDERED, Flowable.fromIterable(chapters)).subscribe(() -> …, error -> …);
 * });
 * }</pre>
 *
 * <p>Streams and what becomes of them when their subscriber is slow: {@link #messages(Channel)} of a reliable channel
 * holds the peer's sender back, of an unreliable one drops the oldest and counts; {@link #states()} keeps the newest
 * only; {@link #events()} waits without loss. A subscriber that throws is cancelled and reported; it harms no other.
 */
public interface Connection {
    /**
     * The number of this connection.
     *
     * @return unique within its transport and never used again
     */
    long id();

    /**
     * The wire protocol that the peer speaks.
     *
     * @return what bytes mean here; constant
     */
    default Dialect dialect() {
        return Dialect.RXGASE;
    }

    /**
     * The largest payload that {@link #send} takes on this connection.
     *
     * @return the lesser of {@link TransportOptions#maxMessageBytes()} and what the dialect carries
     */
    default int maxMessageBytes() {
        return TransportOptions.defaults().maxMessageBytes();
    }

    /**
     * Where the peer is at present.
     *
     * @return the peer's address, another one after {@link ConnectionEvent.Migrated}
     */
    InetSocketAddress remoteAddress();

    /**
     * Application data of the peer's hello or welcome.
     *
     * @return on the server what the client gave (a name, a ticket), on the client the greeting of the server's {@link
     *     Admission.Decision}; a new copy each time
     */
    byte[] hello();

    /**
     * Sends one message, at once: subscribing is only needed to learn the outcome, which is kept for late
     * subscribers. The payload is not copied; leave it unchanged. Does not wait for credit: what exceeds the bounded
     * queues fails with {@link DeliveryException.Reason#QUEUE_FULL}.
     *
     * @param channel one of {@link TransportOptions#channels()}
     * @param payload 0 to {@link #maxMessageBytes()} bytes
     * @return on a reliable channel completes when the peer has acknowledged it, or fails with a
     *     {@link DeliveryException} whose reason says why not; on an unreliable channel completes when it was sent
     * @throws IllegalArgumentException if the channel is not declared or the payload exceeds
     *     {@link #maxMessageBytes()}
     */
    default Completable send(Channel channel, byte[] payload) {
        return send(channel, payload, SendOptions.DEFAULT);
    }

    /**
     * Sends one message that may be given up: {@link #send(Channel, byte[])} with limits.
     *
     * @param channel one of {@link TransportOptions#channels()}
     * @param payload 0 to {@link #maxMessageBytes()} bytes
     * @param options how often and how long it is worth sending; when given up, the result fails with
     *     {@link DeliveryException.Reason#EXPIRED}
     * @return as above
     * @throws IllegalArgumentException as above
     */
    Completable send(Channel channel, byte[] payload, SendOptions options);

    /**
     * Sends what a publisher emits, with demand that crosses the network: it is requested no more than the peer's
     * credit, the send window and the congestion window allow. The publisher is subscribed when the returned
     * {@code Completable} is, once for each subscription.
     *
     * @param channel one of {@link TransportOptions#channels()}
     * @param payloads each 0 to {@link #maxMessageBytes()} bytes; a larger one cancels the
     *     publisher and fails the result
     * @return completes when all that was emitted has been acknowledged; fails with the publisher's error or a
     *     {@link DeliveryException}; disposing cancels the publisher
     * @throws IllegalArgumentException if the channel is not declared
     */
    Completable send(Channel channel, Publisher<byte[]> payloads);

    /**
     * Messages of one channel, one subscriber at a time. On reliable channels its demand becomes the peer's credit,
     * and nothing is dropped; on unreliable ones a bounded queue drops the oldest and counts. Completes when
     * the connection ends and what had arrived was taken. Messages that arrive before the first subscriber, or between
     * two, wait within the same bounds. A second subscriber at the same time gets an {@link IllegalStateException}.
     *
     * @param channel one of {@link TransportOptions#channels()}
     * @return the payloads; each array belongs to the subscriber
     * @throws IllegalArgumentException if the channel is not declared
     */
    Flowable<byte[]> messages(Channel channel);

    /**
     * State frames as they arrive complete, each with the version that it leads to. A slow subscriber gets the newest
     * only. After applying one, call {@link #holdState(long)}. One subscriber at a time: a second one gets an
     * {@link IllegalStateException}. Completes when the connection ends.
     *
     * @return frames, newest only
     */
    Flowable<StateSource.Frame> states();

    /**
     * What the peer says beside a state that has not changed, see {@link StateSource#heartbeat()}: about once in a keep-alive interval. A
     * slow subscriber gets the newest only. One subscriber at a time: a second one gets an {@link IllegalStateException}.
     * Completes when the connection ends.
     *
     * @return the bytes; empty in dialects that have none
     */
    default Flowable<byte[]> heartbeats() {
        return Flowable.empty();
    }

    /**
     * Tells the peer which version this side holds now, so that it sends the difference from that one. Where nothing is lost, the
     * peer does not wait to hear it: it sends the difference from what it sent last. Then a frame may come whose base
     * was lost under way or {@linkplain #states() replaced by a newer one} here. Saying again what is held tells that it was of no use, and the next one
     * starts from there. Before a version that was held is forgotten, 64 newer ones should be: the peer may go back.
     *
     * @param version what was applied last; {@link StateSource#NONE} asks for a whole state
     */
    void holdState(long version);

    /**
     * What happens to this connection. Replays the latest event to a new subscriber and completes after
     * {@link ConnectionEvent.Disconnected}. Never dropped: a subscriber that falls 1,024 events behind is ended with
     * an {@link IllegalStateException}.
     *
     * @return the events in the order that {@link ConnectionEvent} states; any number of subscribers
     */
    Flowable<ConnectionEvent> events();

    /**
     * A reading of the measurements. Called on the event loop, or on a simulated network that is at rest, it is of this
     * very moment. Called from another thread it is the one that the previous call asked for, and asks for the next;
     * the first such call gives the one made when the connection began. So connections that nobody looks at cost
     * nothing, and no caller waits.
     *
     * @return the reading
     */
    ConnectionStats reading();

    /**
     * Says farewell, at once: subscribing is only needed to wait for the end. Idempotent. Reliable messages that were sent
     * before go out first. Because it acts when called, a chain needs {@code andThen(Completable.defer(() ->
     * connection.close("done")))}; so does {@link #send}.
     *
     * @param detail a sentence for people, which the peer is shown
     * @return completes when the farewell was acknowledged or given up
     */
    Completable close(String detail);

    /**
     * Lets a time pass on the clock of the transport, which a simulated network's tests control.
     *
     * @param delay how long, at least 0
     * @return completes after that time, on the event loop, whether or not the connection still lives; starts when subscribed to, disposing
     *     takes it back. Fails with a {@link TransportException} if the event loop has ended
     */
    default Completable after(Duration delay) {
        return Completable.timer(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Reads the clock of the transport, on which {@link #after} waits too.
     *
     * @return nanoseconds from any origin; only differences mean anything
     */
    long nanoTime();

    /**
     * Whether the calling thread is the event loop of this connection, which must not be blocked: nothing of the connection would
     * go on meanwhile.
     *
     * @return true within its streams and outcomes
     */
    default boolean isOnEventLoop() {
        return false;
    }
}
