package io.rxgase.transport;

/**
 * What happens in the life of a connection, in this order and no other:
 *
 * <table>
 * <caption>What may come when</caption>
 * <tr><th>the connection is</th><th>event</th><th>when</th><th>then it is</th></tr>
 * <tr><td>not there</td><td>{@link Connected}</td><td>once, and before all others</td><td>open</td></tr>
 * <tr><td>open</td><td>{@link QualityChanged}</td><td>to another quality than before, which is {@link Quality#GOOD} to begin with</td>
 *     <td>open</td></tr>
 * <tr><td>open</td><td>{@link Migrated}</td><td>at the server only; {@link Connection#remoteAddress()} is the new one by then</td>
 *     <td>open</td></tr>
 * <tr><td>open</td><td>{@link QualityChanged} to {@link Quality#BAD}</td><td>the idle time-out has passed, with a grace time; left
 *     out if it is bad already</td><td>silent</td></tr>
 * <tr><td>silent</td><td>{@link Resumed}</td><td>the peer is heard again; the quality stays bad until measured anew</td>
 *     <td>open</td></tr>
 * <tr><td>open</td><td>{@link PeerRestarted}</td><td>only in a dialect whose servers can't say that they begin anew; every
 *     message sent to the one before has its outcome by then</td><td>open, and another game</td></tr>
 * <tr><td>open, silent</td><td>{@link Disconnected}</td><td>once, and after all others; every message sent has its
 *     outcome, and every stream of the connection has ended, before it</td><td>over: {@link Connection#events()} completes</td></tr>
 * </table>
 *
 * <p>A connection that could not be made has no events: {@link DatagramTransport#connect} fails. A subscriber that comes late
 * gets the latest event first, or from a {@link Listener} a {@link Connected}, and from there on the same as all others.
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
     * The server was started again and goes on with this client: it is another game, and knows nothing of what was sent to the one before.
     * The next state replaces the present one altogether; whoever has to join a game does so again. Only dialects whose servers can't say
     * that they begin anew have this: in RxGaSe's own a new server ends the connections of the one before.
     *
     * @param connection which goes on with another server
     */
    record PeerRestarted(Connection connection) implements ConnectionEvent {}

    /**
     * The end. Nothing of this connection is emitted afterwards.
     *
     * @param connection which is over
     * @param reason why
     * @param detail a sentence for people: what was waited for and how long, or what the peer gave as its reason
     */
    record Disconnected(Connection connection, DisconnectReason reason, String detail) implements ConnectionEvent {}
}
