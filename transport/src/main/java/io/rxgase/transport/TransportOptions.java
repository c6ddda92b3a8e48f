package io.rxgase.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Settings of one endpoint; immutable, start at {@link #defaults()}.
 *
 * <pre>{@code
 * TransportOptions options = TransportOptions.defaults().withIdleTimeout(Duration.ofSeconds(10)).withMaxConnections(64);
 * }</pre>
 *
 * @param channels what both sides declare alike
 * @param maxDatagramBytes largest UDP payload that is sent, 576 to 1472. With epoll none is split into fragments, unless one
 *     of {@code dialects} counts on it. So where a path does not carry as much, with 28 bytes of headers over IPv4 or 48 over IPv6, large packets get
 *     lost: lower it there
 * @param maxMessageBytes largest message; larger ones are refused at the caller
 * @param maxQueuedBytes what one connection may hold: all its queues together, both directions, what is on its way from other
 *     threads, what was not taken yet, and messages and states of which only a part has arrived. Each message
 *     counts 32 bytes more than it has. What finds no room is refused at the caller, dropped (unreliable) or treated as
 *     lost on the way (reliable), and counted. Only a single message or state of more than seven eighths of it may lead beyond it, by
 *     an eighth at most, so that small messages flow beside it; and a publisher that emits what finds no room keeps that
 *     one element waiting. No message may be larger, whatever {@code maxMessageBytes} says
 * @param maxStateBytes largest encoded state, or difference of two, that is sent, and that a client takes; see {@link
 *     #withMaxStateBytes}
 * @param keepAlive silence after which a keep-alive is sent
 * @param idleTimeout silence after which the connection is over
 * @param resumeGrace how much longer a silent connection is kept, so that its peer may come back and go on; zero: not at
 *     all. See {@link #withResumeGrace}
 * @param connectTimeout how long a client tries
 * @param maxConnections how many connections a listener holds
 * @param maxBytesPerSecond cap on what one connection sends; congestion control may allow less
 * @param admission who may come in (listeners only)
 * @param dialects the wire protocols: a listener understands all of them, a client takes exactly one
 * @param hostShutdown whether the host client may end the server; see {@link #withHostShutdown}
 */
public record TransportOptions(
        List<Channel> channels,
        int maxDatagramBytes,
        int maxMessageBytes,
        int maxQueuedBytes,
        int maxStateBytes,
        Duration keepAlive,
        Duration idleTimeout,
        Duration resumeGrace,
        Duration connectTimeout,
        int maxConnections,
        long maxBytesPerSecond,
        Admission admission,
        Set<Dialect> dialects,
        boolean hostShutdown) {
    /** Upper bound of the application data in a hello. */
    public static final int MAX_HELLO_BYTES = 512;

    private static final TransportOptions DEFAULTS = new TransportOptions(
            Channel.defaults(),
            1200,
            256 * 1024,
            256 * 1024,
            4 * 1024 * 1024,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofSeconds(5),
            4096,
            Long.MAX_VALUE,
            Admission.all(),
            Set.of(Dialect.RXGASE),
            false);

    /**
     * Checks the ranges.
     *
     * @param channels what both sides declare alike
     * @param maxDatagramBytes largest UDP payload that is sent, 576 to 1472
     * @param maxMessageBytes largest message on a reliable channel; larger ones are refused at the caller
     * @param maxQueuedBytes what one connection may hold, all its queues together
     * @param maxStateBytes largest encoded state that is sent, and that a client takes
     * @param keepAlive silence after which a keep-alive is sent
     * @param idleTimeout silence after which the connection is over
     * @param resumeGrace how much longer a silent connection is kept
     * @param connectTimeout how long a client tries
     * @param maxConnections how many connections a listener holds
     * @param maxBytesPerSecond cap on what one connection sends; congestion control may allow less
     * @param admission who may come in (listeners only)
     * @param dialects the wire protocols, at least one
     * @param hostShutdown whether the host client may end the server
     * @throws IllegalArgumentException if one is out of its range; the message names the range
     */
    public TransportOptions {
        channels = List.copyOf(channels);
        Objects.requireNonNull(admission, "admission");
        dialects = Set.copyOf(dialects);
        check(!dialects.isEmpty(), "dialects", dialects, "at least one, such as RXGASE");
        if (channels.stream().map(Channel::id).distinct().count() != channels.size()) {
            throw new IllegalArgumentException(
                    "two channels have the same id: give each its own, 0 to " + Channel.MAX_ID);
        }
        check(maxDatagramBytes >= 576 && maxDatagramBytes <= 1472, "maxDatagramBytes", maxDatagramBytes, "576 to 1472");
        check(maxMessageBytes >= 1 && maxMessageBytes <= 1 << 24, "maxMessageBytes", maxMessageBytes, "1 to 16 MiB");
        check(maxQueuedBytes >= 4096, "maxQueuedBytes", maxQueuedBytes, "at least 4096");
        check(maxStateBytes >= 1 && maxStateBytes <= 1 << 26, "maxStateBytes", maxStateBytes, "1 to 64 MiB");
        check(maxConnections >= 1, "maxConnections", maxConnections, "at least 1");
        check(maxBytesPerSecond >= 1200, "maxBytesPerSecond", maxBytesPerSecond, "at least 1200");
        check(keepAlive.toNanos() > 0, "keepAlive", keepAlive, "more than 0");
        check(idleTimeout.compareTo(keepAlive) > 0, "idleTimeout", idleTimeout, "more than keepAlive, " + keepAlive);
        check(!resumeGrace.isNegative(), "resumeGrace", resumeGrace, "zero or more");
        check(connectTimeout.toNanos() > 0, "connectTimeout", connectTimeout, "more than 0");
    }

    private static void check(boolean fits, String name, Object value, String range) {
        if (!fits) {
            throw new IllegalArgumentException(name + " " + value + " is out of range: use " + range);
        }
    }

    /**
     * The four default channels, datagrams of 1200 bytes, idle time-out 5 s, 256 KiB per connection.
     *
     * @return the settings to start from
     */
    public static TransportOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Checks that the default channels are declared: for users of the transport, such as servers and clients of games, that
     * travel on them.
     *
     * @return this
     * @throws IllegalArgumentException if one is missing
     */
    public TransportOptions requireDefaultChannels() {
        if (!channels.containsAll(Channel.defaults())) {
            throw new IllegalArgumentException(
                    "a default channel is missing: declare " + Channel.defaults() + " besides your own");
        }
        return this;
    }

    /**
     * Declares these channels instead of the four default ones.
     *
     * @param value see {@code channels}
     * @return a copy with the change
     */
    public TransportOptions withChannels(List<Channel> value) {
        return with(draft -> draft.channels = value);
    }

    /**
     * Changes the largest UDP payload.
     *
     * @param value see {@code maxDatagramBytes}
     * @return a copy with the change
     */
    public TransportOptions withMaxDatagramBytes(int value) {
        return with(draft -> draft.maxDatagramBytes = value);
    }

    /**
     * Changes the largest message.
     *
     * @param value see {@code maxMessageBytes}
     * @return a copy with the change
     */
    public TransportOptions withMaxMessageBytes(int value) {
        return with(draft -> draft.maxMessageBytes = value);
    }

    /**
     * Changes what one connection may hold.
     *
     * @param value see {@code maxQueuedBytes}
     * @return a copy with the change
     */
    public TransportOptions withMaxQueuedBytes(int value) {
        return with(draft -> draft.maxQueuedBytes = value);
    }

    /**
     * Changes the largest state. A state that fits no packet travels in pieces. Both sides have a say: what the server's options
     * don't allow to be sent, or the client's to be taken, the client can't be shown. If it holds nothing yet, its connection ends with
     * {@link DisconnectReason#UNSENDABLE_STATE}; if it holds something, the same happens after the idle time-out.
     *
     * <p>A client holds up to this much of states of which only a part has arrived, and as much again of one that is complete and not
     * taken yet, beside {@code maxQueuedBytes}. A listener, which anybody may connect to, takes no state larger than {@code
     * maxQueuedBytes}, and holds it within those. Nothing is allocated before it arrives.
     *
     * @param value 1 to 64 MiB; 4 MiB by default
     * @return a copy with the change
     */
    public TransportOptions withMaxStateBytes(int value) {
        return with(draft -> draft.maxStateBytes = value);
    }

    /**
     * Changes the keep-alive interval.
     *
     * @param value see {@code keepAlive}
     * @return a copy with the change
     */
    public TransportOptions withKeepAlive(Duration value) {
        return with(draft -> draft.keepAlive = value);
    }

    /**
     * Changes the idle time-out.
     *
     * @param value see {@code idleTimeout}
     * @return a copy with the change
     */
    public TransportOptions withIdleTimeout(Duration value) {
        return with(draft -> draft.idleTimeout = value);
    }

    /**
     * Keeps a connection for a while after its idle time-out. If its peer is heard within that time, from the same
     * address or another, both go on where they were: what is reliable has been kept, up to the bounds of the queues,
     * and a state comes whole. The application sees {@link Quality#BAD}, then {@link ConnectionEvent.Resumed}; if the time
     * runs out, {@link DisconnectReason#TIMED_OUT}. Set it on both sides.
     *
     * @param value see {@code resumeGrace}
     * @return a copy with the change
     */
    public TransportOptions withResumeGrace(Duration value) {
        return with(draft -> draft.resumeGrace = value);
    }

    /**
     * Changes how long a client tries.
     *
     * @param value see {@code connectTimeout}
     * @return a copy with the change
     */
    public TransportOptions withConnectTimeout(Duration value) {
        return with(draft -> draft.connectTimeout = value);
    }

    /**
     * Changes how many connections a listener holds.
     *
     * @param value see {@code maxConnections}
     * @return a copy with the change
     */
    public TransportOptions withMaxConnections(int value) {
        return with(draft -> draft.maxConnections = value);
    }

    /**
     * Caps what one connection sends.
     *
     * @param value see {@code maxBytesPerSecond}
     * @return a copy with the change
     */
    public TransportOptions withMaxBytesPerSecond(long value) {
        return with(draft -> draft.maxBytesPerSecond = value);
    }

    /**
     * Decides who may come in.
     *
     * @param value see {@code admission}
     * @return a copy with the change
     */
    public TransportOptions withAdmission(Admission value) {
        return with(draft -> draft.admission = value);
    }

    /**
     * Chooses the wire protocols.
     *
     * @param value see {@code dialects}
     * @return a copy with the change
     */
    public TransportOptions withDialects(Set<Dialect> value) {
        return with(draft -> draft.dialects = value);
    }

    /**
     * Gives the host client the power to end the server.
     *
     * <p>The host client is, of those connected, the one that joined first, whatever dialect it speaks. It asks with a message over its
     * connection. In a dialect that has no proof of who sends a datagram anybody may forge that message: only for networks whose every
     * user may end the game.
     *
     * <p>Off by default.
     *
     * @param value see {@code hostShutdown}
     * @return a copy with the change
     */
    public TransportOptions withHostShutdown(boolean value) {
        return with(draft -> draft.hostShutdown = value);
    }

    private TransportOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.toOptions();
    }

    /** A copy in the making. */
    private static final class Draft {
        List<Channel> channels;
        int maxDatagramBytes;
        int maxMessageBytes;
        int maxQueuedBytes;
        int maxStateBytes;
        Duration keepAlive;
        Duration idleTimeout;
        Duration resumeGrace;
        Duration connectTimeout;
        int maxConnections;
        long maxBytesPerSecond;
        Admission admission;
        Set<Dialect> dialects;
        boolean hostShutdown;

        Draft(TransportOptions from) {
            channels = from.channels;
            maxDatagramBytes = from.maxDatagramBytes;
            maxMessageBytes = from.maxMessageBytes;
            maxQueuedBytes = from.maxQueuedBytes;
            maxStateBytes = from.maxStateBytes;
            keepAlive = from.keepAlive;
            idleTimeout = from.idleTimeout;
            resumeGrace = from.resumeGrace;
            connectTimeout = from.connectTimeout;
            maxConnections = from.maxConnections;
            maxBytesPerSecond = from.maxBytesPerSecond;
            admission = from.admission;
            dialects = from.dialects;
            hostShutdown = from.hostShutdown;
        }

        TransportOptions toOptions() {
            return new TransportOptions(
                    channels,
                    maxDatagramBytes,
                    maxMessageBytes,
                    maxQueuedBytes,
                    maxStateBytes,
                    keepAlive,
                    idleTimeout,
                    resumeGrace,
                    connectTimeout,
                    maxConnections,
                    maxBytesPerSecond,
                    admission,
                    dialects,
                    hostShutdown);
        }
    }
}
