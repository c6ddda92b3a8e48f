package io.rxgase.transport.discovery;

import io.reactivex.rxjava3.core.Single;
import java.net.InetSocketAddress;

/** Where {@link LanLink}s come from; implemented by each adapter, called from any thread. */
public interface LanSockets extends AutoCloseable {
    /**
     * Opens a link that asks: it can send to everybody, and hears what is sent back to it.
     *
     * @param receiver called on the link's thread
     * @return the link, when subscribed; {@link io.rxgase.transport.TransportException} if there is no network at all
     */
    Single<LanLink> ask(LanLink.Receiver receiver);

    /**
     * Opens a link that answers: it hears what is sent to everybody.
     *
     * @param game where the game listens: only on such ways, IPv4 or IPv6, can it be of use to answer
     * @param receiver called on the link's thread
     * @return the link, when subscribed; {@link io.rxgase.transport.TransportException} if the port is taken by a program that
     *     does not share it
     */
    Single<LanLink> answer(InetSocketAddress game, LanLink.Receiver receiver);

    /** Closes all links, which tell their receivers. */
    @Override
    void close();
}
