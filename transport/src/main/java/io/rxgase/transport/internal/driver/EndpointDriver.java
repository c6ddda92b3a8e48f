package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.transport.Admission;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.guard.Guard;
import io.rxgase.transport.internal.guard.Outcome;
import io.rxgase.transport.internal.protocol.DropRule;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pumps one machine over one socket. The invariant: after any number of datagrams, commands and timer calls, and before
 * the loop waits, {@link #pump()} has polled the machine until it had nothing more, flushed once, and set the timer to the
 * machine's next time-out.
 *
 * <pre>{@code
 * onReadable:   driver.receive(from, datagram) …; driver.receiveComplete()   ┐
 * onCommand:    queue.add(command); loop.execute(turn)                       ├─► pump:  run the commands that other threads queued
 * onTimer:      machine.handleTimeout(now)                                   ┘          pollEvent → subscribers, until none
 *                                                                                       again, if those queued commands
 *                                                                                       pollTransmit → socket, until none
 *                                                                                       flush; timer at pollTimeout
 * }</pre>
 *
 * <p>Events are told before anything leaves, so that an acknowledgement rides in the datagram of the answer, and says what
 * the application has taken.
 *
 * <p>Each source of commands is bounded: messages by 4,096 and the connection's budget, a publisher's by what it was asked
 * for, all others by having at most one command queued at a time.
 */
public final class EndpointDriver {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointDriver.class);

    /** After so many rounds the loop gets a breath, so that an application that sends whenever it was told starves nobody. */
    private static final int ROUNDS_PER_TURN = 32;

    /** The same for commands: twice what one connection may hand over at once. */
    private static final int COMMANDS_PER_TURN = 8_192;

    /** How many events may wait for one subscriber of the listener, beyond one for each connection. */
    private static final int MAX_LISTENER_EVENTS = 65_536;

    /** How many datagrams share one reading of the clock. */
    private static final int DATAGRAMS_PER_READING = 16;

    /** How long the socket of a client that has ended stays open at most, for the last acknowledgements. */
    private static final long LINGER_NANOS = 1_000_000_000L;

    private final EndpointMachine machine;
    private final SocketLoop loop;
    private final TransportOptions options;
    private final Transmit transmit;
    private final DriverListener listener;
    private final ConnectionTable connections;
    private final Guard guard = new Guard(LOG);
    private final CompletableSubject closedSubject = CompletableSubject.create();
    private final Completable closed = outcome("close", closedSubject);
    private final LoopWatch watch;
    private final DropLog drops;

    private final CommandQueue commands;
    private final WakeTimer timer;

    /** At most one of each inbox. */
    private final ArrayDeque<Runnable> consumptions = new ArrayDeque<>(4);

    private final AtomicBoolean closeQueued = new AtomicBoolean();

    private volatile long datagramsDropped;
    private boolean receiving;
    private boolean writable = true;
    private boolean forOneConnection;
    private boolean unfinished;
    private boolean failed;
    private boolean closing;
    private boolean socketClosed;
    private long nowNanos;
    private long tickets = EndpointMachine.NO_TICKET;
    private long lingerUntilNanos = EndpointMachine.NEVER;

    /** Why the socket closes by itself, for those who have not asked for it. */
    private @Nullable TransportException lost;

    /**
     * Puts a machine on a socket that is bound already.
     *
     * @param machine made with the same options; from now on the driver's own
     * @param loop the socket and its thread
     * @param options of all connections
     */
    public EndpointDriver(EndpointMachine machine, SocketLoop loop, TransportOptions options) {
        this.machine = machine;
        this.loop = loop;
        this.options = options;
        this.watch = new LoopWatch(loop);
        this.commands = new CommandQueue(loop, this::pump);
        this.timer = new WakeTimer(loop, this::onTimer);
        this.transmit = new Transmit(loop.buffer());
        this.drops = new DropLog(this, machine.drops());
        this.connections = new ConnectionTable(this, machine, MAX_LISTENER_EVENTS + options.maxConnections());
        this.listener = new DriverListener(this, connections.listenerEvents());
    }

    // ---- for the transports, any thread

    /**
     * The connections that come in through this socket.
     *
     * @return always the same
     */
    public Listener listener() {
        return listener;
    }

    /**
     * Connects, and closes the socket when this connection has ended.
     *
     * @param remote a resolved address
     * @param hello for the server's admission
     * @return acts when subscribed; disposing gives up
     */
    public Single<Connection> connect(InetSocketAddress remote, byte[] hello) {
        Single<Connection> connecting = Single.create(emitter -> command(() -> {
            forOneConnection = true;
            long handle = machine.connect(nowNanos, remote, hello);
            connections.connecting(handle, emitter);
            emitter.setCancellable(() -> command(() -> abandon(handle)));
        }));
        return Outcome.of("connect", connecting, this::isOnLoop);
    }

    private void abandon(long handle) {
        if (connections.abandon(handle)) {
            machine.close(nowNanos, handle, DisconnectReason.CLOSED_LOCALLY, "given up");
        }
    }

    /**
     * Refuses what no connection can be made with.
     *
     * @param hello of a caller
     * @param options of the same
     * @throws IllegalArgumentException if the hello is too long, or the options leave open which dialect to speak
     */
    public static void checkConnect(byte[] hello, TransportOptions options) {
        if (hello.length > TransportOptions.MAX_HELLO_BYTES) {
            throw new IllegalArgumentException("a hello of " + hello.length + " bytes is too long: use at most "
                    + TransportOptions.MAX_HELLO_BYTES + ", and send the rest as a message once connected");
        }
        if (options.dialects().size() != 1) {
            throw new IllegalArgumentException("a client speaks one dialect, not " + options.dialects()
                    + ": choose it with TransportOptions.withDialects(Set.of(…))");
        }
    }

    /**
     * Says farewell to all peers and closes the socket. The first call counts.
     *
     * @param reason for the peers
     * @param detail a sentence for people
     * @return completes when the port is free
     */
    public Completable close(DisconnectReason reason, String detail) {
        Objects.requireNonNull(detail, "detail");
        if (closeQueued.compareAndSet(false, true)) {
            command(() -> {
                closing = true;
                machine.closeAll(nowNanos, reason, detail);
            });
            watch.expect(closedSubject);
        }
        return closed;
    }

    /**
     * Says so in the log, once, if the loop has been at one turn for too long; any thread but the loop's.
     *
     * @param limitNanos how long is too long
     */
    public void watch(long limitNanos) {
        watch.look(limitNanos);
    }

    /**
     * Completes when the socket is closed, for whatever reason.
     *
     * @return always the same
     */
    public Completable closed() {
        return closed;
    }

    /**
     * The same options with an admission that reports what it throws, for the machine has nobody to tell. Once for each port, so that the log
     * has it with its stack once for each.
     *
     * @param options of all connections
     * @return options for the machine
     */
    public static TransportOptions guarded(TransportOptions options) {
        Guard guard = new Guard(LOG);
        Admission admission = options.admission();
        return options.withAdmission((address, hello) -> {
            try {
                return Objects.requireNonNull(admission.decide(address, hello), "the admission returned null");
            } catch (Throwable thrown) {
                guard.caught("the admission", thrown);
                return Admission.Decision.refuse("the server's admission failed");
            }
        });
    }

    // ---- for the adapters, on the loop

    /**
     * A datagram arrived. {@link #receiveComplete()} must follow after the last one of a batch.
     *
     * @param from its sender
     * @param datagram from position to limit, not kept
     */
    public void receive(InetSocketAddress from, ByteBuffer datagram) {
        if (!receiving) {
            receiving = true;
            nowNanos = loop.nanos();
            watch.begin(nowNanos);
        }
        try {
            machine.receive(nowNanos, from, datagram);
        } catch (Throwable fault) {
            broken(fault);
        }
    }

    /** A batch of datagrams is complete: answers go out and events are told. */
    public void receiveComplete() {
        receiving = false;
        pump();
    }

    /** The socket has room again after {@link SocketLoop#send} said that it has none. */
    public void writable() {
        writable = true;
        pump();
    }

    /**
     * The socket is of no more use: every connection ends with {@link DisconnectReason#TRANSPORT_FAILED}, and so do the events of the
     * listener.
     *
     * @param detail what happened, for people
     */
    public void failed(String detail) {
        lose(detail);
        connections.endAll(detail);
        closeSocket();
    }

    /**
     * Something was dropped before it came here, or after it left; any thread.
     *
     * @param rule by which it is counted
     * @param subject what or whom it concerns, shown in the log
     */
    public void dropped(DropRule rule, Object subject) {
        drops.add(rule, subject);
    }

    // ---- for the parts of the driver

    DropLog drops() {
        return drops;
    }

    /** Runs a command on the loop; any thread. After the loop has ended it runs at once, one at a time. */
    void command(Runnable command) {
        commands.add(command);
    }

    /** Completes on the loop after a time on its clock; any thread. */
    Completable after(long delayNanos) {
        Completable waiting = Completable.create(emitter -> command(() -> {
            try {
                Disposable waking = loop.schedule(loop.nanos() + delayNanos, emitter::onComplete);
                emitter.setCancellable(() -> command(waking::dispose));
            } catch (RejectedExecutionException e) {
                emitter.tryOnError(
                        new TransportException(DisconnectReason.TRANSPORT_FAILED, "the event loop has ended"));
            }
        }));
        return outcome("after", waiting);
    }

    boolean enter() {
        return loop.enter();
    }

    /** Whether the calling thread is the one that everything here waits for. */
    boolean isOnLoop() {
        return loop.isOnLoop();
    }

    /** Reports what the code of the application throws. */
    Guard guard() {
        return guard;
    }

    /** What an observer who blocks the loop is refused, and one who throws is kept from harming with. */
    Completable outcome(String what, Completable source) {
        return Outcome.of(guard, what, source, this::isOnLoop);
    }

    /** As {@link #outcome}, of what the loop brings about when it comes to it: fails if it does not come to it in time. */
    void expect(CompletableSubject subject) {
        watch.expect(subject);
    }

    void leave() {
        loop.leave();
    }

    /** A subscriber took something: the machine is told once, when all that waited has been handed out; on the loop. */
    void consumed(Runnable report) {
        consumptions.add(report);
    }

    TransportOptions options() {
        return options;
    }

    InetSocketAddress localAddress() {
        return loop.localAddress();
    }

    /** The time of this turn; on the loop. */
    long nowNanos() {
        return nowNanos;
    }

    /** The time of this moment; any thread. */
    long readClock() {
        return loop.nanos();
    }

    long nextTicket() {
        return ++tickets;
    }

    void offerState(StateSource source) {
        machine.offerState(nowNanos, source);
    }

    long datagramsDropped() {
        return datagramsDropped;
    }

    // ---- the pump

    private void onTimer() {
        nowNanos = loop.nanos();
        if (!socketClosed) {
            watch.begin(nowNanos);
            try {
                machine.handleTimeout(nowNanos);
            } catch (Throwable fault) {
                broken(fault);
            }
        }
        pump();
    }

    private void pump() {
        if (!commands.startPump()) {
            return;
        }
        watch.begin(loop.nanos());
        try {
            int rounds = 0;
            int commandsLeft = COMMANDS_PER_TURN;
            boolean more;
            do {
                nowNanos = loop.nanos();
                commandsLeft -= commands.run(commandsLeft);
                more = dispatchAll() || !commands.isEmpty();
                if (!more) {
                    transmitAll();
                    more = dispatchAll() || !commands.isEmpty();
                }
            } while (more && commandsLeft > 0 && ++rounds < ROUNDS_PER_TURN);
            if (more) {
                transmitAll(); // somebody answers whatever happens at once: what there is leaves all the same
            }
            unfinished = more;
            datagramsDropped = machine.datagramsDropped();
            if (!socketClosed) {
                loop.flush();
            }
        } catch (Throwable fault) {
            broken(fault);
        } finally {
            commands.endPump();
        }
        afterPump();
        watch.end();
    }

    /** A fault of ours, or of the virtual machine: whoever waits is told, and the socket closes at the end of the turn. */
    private void broken(Throwable thrown) {
        Throwable fault = Guard.legible(thrown);
        LOG.error("The protocol machine at {} failed; its connections are lost", loop.localAddress(), fault);
        lose("internal error: " + fault).initCause(fault);
        connections.endAll("internal error: " + fault);
        closing = true;
        failed = true;
    }

    private TransportException lose(String detail) {
        TransportException loss = new TransportException(
                DisconnectReason.TRANSPORT_FAILED,
                "the socket at " + loop.localAddress() + " is lost: " + detail
                        + "; close what is left of the port, and open it again");
        if (lost == null) {
            lost = loss;
        }
        return loss;
    }

    private void transmitAll() {
        int count = 0;
        while (writable && !socketClosed) {
            if (++count % DATAGRAMS_PER_READING == 0) {
                nowNanos = loop.nanos();
            }
            transmit.use(loop.buffer());
            if (!machine.pollTransmit(nowNanos, transmit)) {
                return;
            }
            if (!loop.send(transmit.destination())) {
                // The flush may make room at once, which the adapter tells by calling writable().
                writable = false;
                loop.flush();
            }
        }
    }

    /** True if something happened, after which there may be more to send. */
    private boolean dispatchAll() {
        boolean happened = false;
        EndpointEvent event;
        while ((event = machine.pollEvent()) != null) {
            happened = true;
            connections.handle(event);
        }
        Runnable report;
        while ((report = consumptions.poll()) != null) {
            report.run();
        }
        return happened;
    }

    private void afterPump() {
        if (!socketClosed && connections.isEmpty() && (closing || (forOneConnection && lingered()))) {
            closeSocket();
        }
        drops.look(nowNanos);
        boolean again = unfinished;
        unfinished = false;
        if (failed || (again && socketClosed)) {
            failed = false;
            command(() -> {});
        }
        if (socketClosed) {
            return;
        }
        // By the timer and not as a command: between the two the loop looks at its sockets.
        timer.notLaterThan(
                again ? nowNanos : Math.min(Math.min(machine.pollTimeout(), lingerUntilNanos), drops.dueNanos()));
    }

    /** Whether a client that has ended has nothing more to acknowledge, or had its time to do so. */
    private boolean lingered() {
        if (lingerUntilNanos == EndpointMachine.NEVER) {
            lingerUntilNanos = nowNanos + LINGER_NANOS;
        }
        return machine.pollTimeout() == EndpointMachine.NEVER || nowNanos - lingerUntilNanos >= 0;
    }

    // ---- the end

    private void closeSocket() {
        if (socketClosed) {
            return;
        }
        socketClosed = true;
        drops.end(nowNanos);
        timer.cancel();
        loop.close(() -> {
            connections.listenerEvents().end(closeQueued.get() ? null : lost);
            closedSubject.onComplete();
        });
    }
}
