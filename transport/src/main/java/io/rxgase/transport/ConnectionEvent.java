package io.rxgase.transport;

/**
 * What happens in the life of a connection. Per connection the order is: {@link Connected}, any number of
 * {@link QualityChanged}, {@link Migrated} and {@link Resumed}, then exactly one {@link Disconnected}.
 */
public sealed interface ConnectionEvent {
    /**
     * The connection that it happened to.
     *
     * @return the same object in all events of one connection
     */
    Connection connection();

    /**
     * Both sides know each other; messages and states flow from now on.
     *
     * @param connection the new connection
     */
    record Connected(Connection connection) implements ConnectionEvent {}

    /**
     * The link became better or worse.
     *
     * @param connection whose link
     * @param quality from now on
     */
    record QualityChanged(Connection connection, Quality quality) implements ConnectionEvent {}

    /**
     * The peer goes on from another address (network change, NAT rebinding), which was verified.
     *
     * @param connection whose {@link Connection#remoteAddress()} is the new one
     */
    record Migrated(Connection connection) implements ConnectionEvent {}

    /**
     * The session was continued after a silence, within its grace time.
     *
     * @param connection which lost nothing reliable
     */
    record Resumed(Connection connection) implements ConnectionEvent {}

    /**
     * The end. Nothing of this connection is emitted afterwards.
     *
     * @param connection which is over
     * @param reason why
     * @param detail a sentence for people: what was waited for and how long, or what the peer gave as its reason
     */
    record Disconnected(Connection connection, DisconnectReason reason, String detail) implements ConnectionEvent {}
}
