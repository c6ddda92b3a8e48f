package io.rxgase.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.util.concurrent.EventExecutor;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.guard.Guard;
import io.rxgase.transport.internal.guard.Outcome;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Shard;
import io.rxgase.transport.internal.protocol.SharedEndpoint;
import io.rxgase.transport.internal.protocol.WireDialect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * UDP through Netty: epoll where its native library loads, NIO elsewhere, IPv4 and IPv6. Each connection that is made has a
 * socket of its own, on one of the transport's event loops; so has a listener. With epoll and several loops a listener has
 * a socket on each of them, all with the same port, and the system spreads the peers over them: connections are then on
 * different threads, each on one, and {@code Admission} is asked on all. Threads are daemons, and start with the first socket.
 *
 * <pre>{@code
 * NettyTransport transport = NettyTransport.create();
 * transport.connect(InetSocketAddress.createUnresolved("game.example.org", 8080), hello, TransportOptions.defaults())
 *         .subscribe(connection -> …, error -> …);
 * …
 * transport.close().subscribe();
 * }</pre>
 *
 * <p>Never blocks: host names are resolved on RxJava's {@code io()} scheduler, and the first address counts. Sockets are not
 * connected in the sense of the operating system, so that a client goes on when its machine changes networks; an
 * answer of "port unreachable" is what a lost datagram is. A datagram that the operating system refuses is lost.
 */
public final class NettyTransport implements DatagramTransport {
    private static final String THREAD_NAME = "rxgase-io";

    private static final Guard GUARD = new Guard(LoggerFactory.getLogger(NettyTransport.class));

    /** A turn of an event loop that takes longer is logged. */
    private static final long HANGS_AFTER_NANOS = 2_000_000_000L;

    private static final long LOOPS_END_WITHIN_SECONDS = 5;

    private final Io io;
    private final int loopCount;
    private final EventLoopGroup loops;
    /** Whose loops they are, if others use them, too. */
    private final @Nullable SharedLoops shared;
    /** Done once, whoever waits for it. */
    private final Completable loopsLeft = Completable.defer(this::leaveLoops).cache();

    private final Function<EndpointConfig, EndpointMachine> machines;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong handles = new AtomicLong();
    private final Set<EndpointDriver> drivers = ConcurrentHashMap.newKeySet();

    private final SerialDisposable watching = new SerialDisposable();
    private final AtomicBoolean watched = new AtomicBoolean();

    private volatile boolean closed;

    /** How the operating system is asked. */
    public enum Io {
        /** Linux's own way, with many datagrams a system call. Needs a native library, which is in the class path. */
        EPOLL,
        /** Java's way, on every system. */
        NIO;

        /**
         * The better one of those that work here.
         *
         * @return epoll on Linux, NIO elsewhere
         */
        public static Io best() {
            return Epoll.isAvailable() ? EPOLL : NIO;
        }
    }

    /** A transport whose sockets speak the protocol of these machines. */
    NettyTransport(Io io, int threads, Function<EndpointConfig, EndpointMachine> machines) {
        this(io, threads, UdpSockets.loops(io, threads, THREAD_NAME), null, machines);
    }

    private NettyTransport(
            Io io,
            int loopCount,
            EventLoopGroup loops,
            @Nullable SharedLoops shared,
            Function<EndpointConfig, EndpointMachine> machines) {
        this.shared = shared;
        this.io = io;
        this.loopCount = loopCount;
        this.machines = machines;
        this.loops = loops;
    }

    /**
     * A transport with one event loop and the best way to ask the operating system.
     *
     * @return a new transport; close it to end its thread
     */
    public static NettyTransport create() {
        return create(Io.best(), 1);
    }

    /**
     * A transport on event loops that all of these share in this process, at most four: what a client has that was given no transport. Hundreds
     * of them need no more threads than one. The loops begin with the first of these transports and end when the last one is closed. What
     * blocks one loop holds up all whose sockets are on it: where that matters, {@link #create()} one apart.
     *
     * @return a new transport; close it to close its sockets, and to let go of the loops
     */
    public static NettyTransport shared() {
        SharedLoops shared = SharedLoops.acquire();
        return new NettyTransport(Io.best(), SharedLoops.count(), shared.loops(), shared, SharedEndpoint::of);
    }

    /**
     * A transport as you like it.
     *
     * @param io how the operating system is asked
     * @param threads how many event loops, 1 to 256; sockets are spread over them
     * @return a new transport; close it to end its threads
     * @throws IllegalArgumentException if epoll does not work here; the cause says why
     */
    public static NettyTransport create(Io io, int threads) {
        check(io, threads);
        return new NettyTransport(io, threads, SharedEndpoint::of);
    }

    /**
     * A transport that pays for latency with processors: its event loops never sleep. Each keeps one processor
     * fully busy, whether or not anything happens; a datagram need not wake anybody up. Only where there is a processor to spare for
     * each loop, else everything becomes slower.
     *
     * @param io how the operating system is asked
     * @param threads how many event loops, 1 to 256
     * @return a new transport; close it to end its threads
     * @throws IllegalArgumentException if epoll does not work here; the cause says why
     */
    public static NettyTransport busyPolling(Io io, int threads) {
        check(io, threads);
        return new NettyTransport(
                io, threads, UdpSockets.busyLoops(io, threads, THREAD_NAME), null, SharedEndpoint::of);
    }

    private static void check(Io io, int threads) {
        if (threads < 1 || threads > Shard.MAX_COUNT) {
            throw new IllegalArgumentException("threads " + threads + " is out of range: use 1 to " + Shard.MAX_COUNT);
        }
        if (io == Io.EPOLL && !Epoll.isAvailable()) {
            throw new IllegalArgumentException(
                    "epoll does not work on this machine: use Io.NIO, or Io.best()", Epoll.unavailabilityCause());
        }
    }

    @Override
    public Single<Listener> listen(InetSocketAddress local, TransportOptions options) {
        TransportOptions guarded = EndpointDriver.guarded(Objects.requireNonNull(options, "options"));
        Single<Listener> listening = resolved(local)
                .flatMap(address -> (sharesPort()
                                ? openGroup(address, guarded)
                                : open(address, address, guarded, true).map(EndpointDriver::listener))
                        .onErrorResumeNext(error -> Single.error(listenFailure(local, error))));
        return Outcome.of("listen", listening, this::isOnLoop);
    }

    private boolean sharesPort() {
        return io == Io.EPOLL && loopCount > 1;
    }

    @Override
    public Single<Connection> connect(InetSocketAddress remote, byte[] hello, TransportOptions options) {
        EndpointDriver.checkConnect(hello, options);
        Single<Connection> connecting = resolved(remote)
                .timeout(options.connectTimeout().toNanos(), TimeUnit.NANOSECONDS, unresolved(remote, options))
                .flatMap(address -> open(new InetSocketAddress(0), address, options, false)
                        .onErrorResumeNext(error -> Single.error(failure("no socket to connect to " + remote, error)))
                        .flatMap(driver -> driver.connect(address, hello)));
        return Outcome.of("connect", connecting, this::isOnLoop);
    }

    private static <T> Single<T> unresolved(InetSocketAddress remote, TransportOptions options) {
        return Single.error(() -> new TransportException(
                DisconnectReason.CONNECT_TIMED_OUT,
                "nobody has said within " + options.connectTimeout().toMillis() + " ms where " + remote.getHostString()
                        + " is: check this machine's network and name service, or give an address instead of a name"));
    }

    /** Whether the calling thread is one of those that whoever waits for this transport waits for. */
    private boolean isOnLoop() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Completable close() {
        Completable closing = Completable.defer(() -> {
            closed = true;
            Completable sockets = Completable.mergeDelayError(drivers.stream()
                    .map(driver -> driver.close(DisconnectReason.PEER_SHUTDOWN, "the transport was closed"))
                    .toList());
            return Completable.concatArrayDelayError(sockets, loopsLeft).doOnTerminate(watching::dispose);
        });
        return Outcome.of(GUARD, "close", closing, this::isOnLoop);
    }

    private Completable leaveLoops() {
        return shared == null || shared.release() ? loopsEnded() : Completable.complete();
    }

    /** A loop that hangs never ends; then those who wait are told. */
    private Completable loopsEnded() {
        return Completable.create(emitter ->
                        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).addListener(ended -> emitter.onComplete()))
                .timeout(
                        LOOPS_END_WITHIN_SECONDS,
                        TimeUnit.SECONDS,
                        Completable.error(() -> new TransportException(
                                DisconnectReason.TRANSPORT_FAILED,
                                "an event loop does not end: something that runs on it hangs, see the log for what")));
    }

    /** How many sockets are open. */
    int openSockets() {
        return drivers.size();
    }

    // ---- opening

    private Single<InetSocketAddress> resolved(InetSocketAddress address) {
        if (!address.isUnresolved()) {
            return Single.just(address);
        }
        String host = address.getHostString();
        return Single.<InetSocketAddress>create(emitter -> {
                    try {
                        emitter.onSuccess(new InetSocketAddress(InetAddress.getByName(host), address.getPort()));
                    } catch (UnknownHostException e) {
                        // Not thrown: who has given up meanwhile does not want to read about it in a log.
                        emitter.tryOnError(failure(
                                "no such host: " + host + "; check its spelling and this machine's network", e));
                    }
                })
                .subscribeOn(Schedulers.io());
    }

    private Single<EndpointDriver> open(
            InetSocketAddress local, InetSocketAddress reaching, TransportOptions options, boolean listening) {
        return open(
                () -> {
                    Bootstrap bootstrap = UdpSockets.bootstrap(io, loops, reaching);
                    return listening ? bootstrap : UdpSockets.forOnePeer(io, bootstrap);
                },
                local,
                new NettySocket(),
                options,
                config -> listening ? config.listening() : config);
    }

    /** A socket on each loop, all with one port. */
    private Single<Listener> openGroup(InetSocketAddress local, TransportOptions options) {
        NettySocket[] sockets = new NettySocket[loopCount];
        AtomicInteger connections = new AtomicInteger();
        List<EndpointDriver> opened = new ArrayList<>();
        return freePort(local)
                .flatMapPublisher(address -> Flowable.fromIterable(loops).concatMapSingle(loop -> {
                    int index = opened.size();
                    sockets[index] = new NettySocket();
                    return open(
                                    () -> UdpSockets.sharingPort(
                                            UdpSockets.bootstrap(io, (EventLoopGroup) loop, local)),
                                    address,
                                    sockets[index],
                                    options,
                                    config -> config.listening().withShard(new Shard(index, connections)))
                            .doOnSuccess(opened::add);
                }))
                .ignoreElements()
                .doOnError(error -> opened.forEach(
                        driver -> driver.close(DisconnectReason.TRANSPORT_FAILED, "another socket did not open")))
                .andThen(Single.fromCallable(() -> {
                    for (NettySocket socket : sockets) {
                        socket.join(sockets);
                    }
                    return new ListenerGroup(opened);
                }));
    }

    /** Sockets that share a port would share it with those of another program of ours too, so it is tried alone first. */
    private Single<InetSocketAddress> freePort(InetSocketAddress local) {
        return Single.create(emitter -> {
            checkOpen();
            ChannelFuture binding = UdpSockets.bootstrap(io, loops, local)
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind(local);
            binding.addListener(bound -> {
                InetSocketAddress address =
                        (InetSocketAddress) binding.channel().localAddress();
                if (binding.cause() != null) {
                    emitter.tryOnError(binding.cause());
                } else {
                    binding.channel()
                            .close()
                            .addListener(done ->
                                    emitter.onSuccess(new InetSocketAddress(local.getAddress(), address.getPort())));
                }
            });
        });
    }

    private Single<EndpointDriver> open(
            Supplier<Bootstrap> bootstrap,
            InetSocketAddress local,
            NettySocket socket,
            TransportOptions options,
            UnaryOperator<EndpointConfig> change) {
        return Single.create(emitter -> {
            checkOpen();
            ChannelFuture binding =
                    fragmenting(bootstrap.get(), options).handler(socket).bind(local);
            binding.addListener(done -> {
                Throwable error = binding.cause();
                if (error != null) {
                    emitter.tryOnError(error);
                } else if (closed || emitter.isDisposed()) {
                    ChannelFuture unused = binding.channel().close();
                    emitter.tryOnError(new TransportException(
                            DisconnectReason.TRANSPORT_FAILED, "this transport was closed meanwhile"));
                } else {
                    emitter.onSuccess(drive(socket, options, change));
                }
            });
        });
    }

    /** Some dialects count on fragments; without them there need not be any. */
    private Bootstrap fragmenting(Bootstrap bootstrap, TransportOptions options) {
        return io == Io.EPOLL
                        && options.dialects().stream().map(WireDialect::of).noneMatch(WireDialect::mayBeFragmented)
                ? UdpSockets.withoutFragments(bootstrap)
                : bootstrap;
    }

    private void checkOpen() throws TransportException {
        if (closed) {
            throw new TransportException(
                    DisconnectReason.TRANSPORT_FAILED, "this transport was closed: create a new one");
        }
    }

    /** Looks once a second whether a loop hangs, from one of RxJava's own threads. */
    private void watch() {
        if (watched.compareAndSet(false, true)) {
            watching.set(Schedulers.computation()
                    .schedulePeriodicallyDirect(
                            () -> drivers.forEach(driver -> driver.watch(HANGS_AFTER_NANOS)), 1, 1, TimeUnit.SECONDS));
        }
    }

    private EndpointDriver drive(NettySocket socket, TransportOptions options, UnaryOperator<EndpointConfig> change) {
        EndpointConfig config = change.apply(EndpointConfig.of(options, random, handles::incrementAndGet));
        EndpointDriver driver = new EndpointDriver(machines.apply(config), socket, options);
        socket.drive(driver);
        drivers.add(driver);
        watch();
        Disposable unused = driver.closed().subscribe(() -> drivers.remove(driver));
        if (closed) {
            // Opened while close() looked which sockets there are: it may have missed this one.
            Completable unusedEnd = driver.close(DisconnectReason.PEER_SHUTDOWN, "the transport was closed");
        }
        return driver;
    }

    // ---- errors

    private static Throwable listenFailure(InetSocketAddress local, Throwable error) {
        String message = String.valueOf(error.getMessage());
        if (message.contains("in use")) {
            return failure(
                    "port " + local.getPort() + " is in use: stop the program that has it, choose another port,"
                            + " or port 0 for any free one",
                    error);
        }
        if (message.contains("Permission denied")) {
            return failure("no permission for port " + local.getPort() + ": choose one from 1024 up", error);
        }
        if (message.contains("assign requested address")) {
            return failure(
                    local.getHostString()
                            + " is no address of this machine: listen on one of its own, or on 0.0.0.0 for all",
                    error);
        }
        return failure("cannot listen on " + local, error);
    }

    private static Throwable failure(String what, Throwable cause) {
        if (cause instanceof TransportException) {
            return cause;
        }
        TransportException failure = new TransportException(DisconnectReason.TRANSPORT_FAILED, what);
        failure.initCause(cause);
        return failure;
    }
}
