package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.record.Replay;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.guard.Outcome;
import io.rxgase.transport.netty.NettyTransport;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows a recorded game to spectators as if it were live: they connect with the client that players use, see the states, and
 * get the events that went to everyone. What they send is read and dropped, and of what is {@code @OwnerOnly} they see nothing.
 *
 * <pre>{@code
 * Replay<Chase> replay = Replay.of(Path.of("game.rec"), TagGame.logic()).inRealTime();
 * ReplayServer<Chase> cinema = ReplayServer.start(replay, "0.0.0.0", 8080);
 * cinema.finished().andThen(Completable.timer(10, SECONDS)).subscribe(cinema::close);
 * }</pre>
 *
 * <p>Events that went to one player or to a group are not shown: the players of then are not the spectators of now. After the end
 * the last state stays on show until {@link #close()}. The replay's own clock decides the pace and the thread; a replay
 * without a speed is over at once.
 *
 * @param <S> the type of the state
 */
public final class ReplayServer<S> implements AutoCloseable {
    /** What spectators may send between two ticks before it waits on their side. */
    private static final int DROPPED_PER_TICK = 4096;

    /** Who spectators are to what somebody owns: the numbers of those who played are not theirs. */
    private static final ClientId NOBODY = new ClientId(Long.MAX_VALUE);

    private final Server<S> server;
    private final GameStateStore<S> store;
    private final Inbox inbox;
    private final @Nullable DatagramTransport ownTransport;
    private final CompletableSubject finished = CompletableSubject.create();
    private final Disposable playing;
    private final CompletableSubject closed = CompletableSubject.create();
    private final Completable ending =
            Completable.defer(this::end).doOnTerminate(closed::onComplete).cache();

    private ReplayServer(
            Replay<S> replay,
            Server<S> server,
            GameStateStore<S> store,
            Inbox inbox,
            @Nullable DatagramTransport ownTransport) {
        this.server = server;
        this.store = store;
        this.inbox = inbox;
        this.ownTransport = ownTransport;
        var unused = server.ended().subscribe(() -> {}, closed::onError);
        this.playing = replay.transitions().subscribe(this::showGuarded, finished::onError, finished::onComplete);
    }

    /**
     * Opens a UDP port and starts to play.
     *
     * @param replay what to show; with a speed, see {@link Replay#inRealTime()}
     * @param host the address to listen on: a name, {@code 0.0.0.0} or {@code ::} for all
     * @param port the port, 0 for a free one
     * @param <S> the type of the state
     * @return the running server
     * @throws io.rxgase.transport.TransportException if the port is in use or the host is not of this machine
     */
    public static <S> ReplayServer<S> start(Replay<S> replay, String host, int port) {
        NettyTransport own = NettyTransport.create();
        try {
            return start(replay, own, own, TransportOptions.defaults(), host, port);
        } catch (RuntimeException e) {
            own.close().onErrorComplete().subscribe();
            throw e;
        }
    }

    /**
     * Opens a port of a given transport, for instance a host of a {@code SimulatedNetwork}, and starts to play.
     *
     * @param replay what to show
     * @param transport the transport, which stays open when the server closes
     * @param options time-outs, bounds and admission
     * @param host the address to listen on
     * @param port the port, 0 for a free one
     * @param <S> the type of the state
     * @return the running server
     * @throws io.rxgase.transport.TransportException if the port is in use or the host is not of this machine
     */
    public static <S> ReplayServer<S> start(
            Replay<S> replay, DatagramTransport transport, TransportOptions options, String host, int port) {
        return start(replay, transport, null, options, host, port);
    }

    private static <S> ReplayServer<S> start(
            Replay<S> replay,
            DatagramTransport transport,
            @Nullable DatagramTransport own,
            TransportOptions options,
            String host,
            int port) {
        GameStateStore<S> store = GameStateStore.empty(replay.logic().model(), HistoryLimit.DEFAULT);
        Inbox inbox = Inbox.create();
        Server<S> server = Server.listen(
                        transport,
                        InetSocketAddress.createUnresolved(host, port),
                        Server.Settings.of(store, inbox).withOptions(options),
                        spectator -> NOBODY)
                .blockingGet();
        return new ReplayServer<>(replay, server, store, inbox, own);
    }

    /** RxJava would throw a missing class at the replay, and nobody would learn that it has ended. */
    private void showGuarded(Transition<S> transition) {
        try {
            show(transition);
        } catch (Throwable thrown) {
            Throwable cause = Guard.legible(thrown);
            throw new IllegalStateException("the replay can't be shown on: " + cause, cause);
        }
    }

    private void show(Transition<S> transition) {
        List<Outgoing> forAll = transition.outgoing().stream()
                .filter(outgoing -> outgoing.to() instanceof Audience.All || outgoing.to() instanceof Audience.AllBut)
                .map(outgoing -> new Outgoing(Audience.all(), outgoing.event()))
                .toList();
        server.publish(new Transition<>(transition.frame(), transition.snapshot(), forAll, transition.faults()));
        inbox.drain(DROPPED_PER_TICK);
    }

    /**
     * Where it listens; the real port if 0 was asked for.
     *
     * @return the bound address
     */
    public InetSocketAddress localAddress() {
        return server.localAddress();
    }

    /**
     * Which spectators come and go, see {@link Server#clients()}.
     *
     * @return their lifecycle
     */
    public Flowable<ClientEvent> spectators() {
        return server.clients();
    }

    /**
     * Completes when the last state is on show.
     *
     * @return fails with a {@link io.rxgase.core.record.RecordingException} if the recording can't be read on
     */
    public Completable finished() {
        return server.guard().outcome("an observer of finished()", finished);
    }

    /**
     * The network side.
     *
     * @return the running server
     */
    public Server<S> server() {
        return server;
    }

    /**
     * Tells when it has ended. Does not end it.
     *
     * @return completes when {@link #close()} was called and the port is free; fails if the port was lost
     */
    public Completable closed() {
        return server.guard().outcome("an observer of closed()", Outcome.of("closed", closed, server::isOnEventLoop));
    }

    /**
     * Stops playing, says farewell to the spectators and frees the port; at once and once only, and without waiting. {@link #closed()} tells
     * when that is done.
     */
    @Override
    public void close() {
        ending.subscribe();
    }

    private Completable end() {
        playing.dispose();
        inbox.close();
        store.complete();
        DatagramTransport own = ownTransport;
        Completable farewell = server.closing("the replay is closing").onErrorComplete();
        return own == null ? farewell : farewell.andThen(own.close().onErrorComplete());
    }
}
