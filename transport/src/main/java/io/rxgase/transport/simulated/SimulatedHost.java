package io.rxgase.transport.simulated;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.guard.Outcome;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/** A machine in the simulated network, or rather the one process on it; what changes is guarded by the agenda's stage. */
final class SimulatedHost implements DatagramTransport, Agenda.Context {
    private final SimulatedNetwork network;
    private final String name;
    private final Map<SimulatedSocket, EndpointDriver> sockets = new LinkedHashMap<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private final AtomicLong handles = new AtomicLong();

    private InetAddress address;
    private boolean paused;
    private boolean killed;
    private boolean closed;

    SimulatedHost(SimulatedNetwork network, String name, InetAddress address) {
        this.network = network;
        this.name = name;
        this.address = address;
    }

    String name() {
        return name;
    }

    InetAddress address() {
        return address;
    }

    boolean isPaused() {
        return paused;
    }

    // ---- DatagramTransport, any thread

    @Override
    public Single<Listener> listen(InetSocketAddress local, TransportOptions options) {
        return Single.fromCallable(() ->
                network.onStage(() -> open(network.addresses().bindAddress(this, local), options, true)
                        .listener()));
    }

    @Override
    public Single<Connection> connect(InetSocketAddress remote, byte[] hello, TransportOptions options) {
        EndpointDriver.checkConnect(hello, options);
        Single<Connection> connecting = Single.defer(() -> network.onStage(() -> {
            InetSocketAddress resolved = network.addresses().resolve(this, remote);
            return open(network.addresses().freePort(this), options, false).connect(resolved, hello);
        }));
        return Outcome.of("connect", connecting, () -> network.agenda().stage().isHeldByCurrentThread());
    }

    @Override
    public Completable close() {
        return Completable.defer(() -> network.onStage(() -> {
            closed = true;
            List<Completable> ends = new ArrayList<>();
            for (EndpointDriver driver : sockets.values()) {
                ends.add(driver.close(DisconnectReason.PEER_SHUTDOWN, "the transport was closed"));
            }
            return Completable.merge(ends);
        }));
    }

    private EndpointDriver open(InetSocketAddress local, TransportOptions options, boolean listening) {
        if (closed || killed) {
            throw new TransportException(
                    DisconnectReason.TRANSPORT_FAILED,
                    "host \"" + name + "\" was " + (killed ? "killed" : "closed")
                            + ": ask the network for a new one, with host(\"" + name + "\")");
        }
        SimulatedSocket socket = new SimulatedSocket(network, this, local);
        EndpointMachine machine = network.machine(name, options, handles::incrementAndGet, listening);
        EndpointDriver driver = new EndpointDriver(machine, socket, options);
        socket.drive(driver);
        sockets.put(socket, driver);
        network.addresses().bound(socket);
        return driver;
    }

    // ---- for sockets and network, on the stage

    boolean isClosed() {
        return killed || (closed && sockets.isEmpty());
    }

    Disposable plan(long atNanos, Runnable task) {
        return network.agenda().plan(atNanos, this, task);
    }

    void closed(SimulatedSocket socket) {
        sockets.remove(socket);
    }

    @Override
    public boolean admits(Runnable task) {
        if (paused && !killed) {
            held.add(task);
        }
        return !paused && !killed;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        if (!paused || killed) {
            return;
        }
        paused = false;
        long nowNanos = network.agenda().nanos();
        Runnable task;
        while ((task = held.poll()) != null) {
            plan(nowNanos, task);
        }
        for (SimulatedSocket socket : sockets.keySet()) {
            plan(nowNanos, socket::read);
        }
    }

    /** The process is gone without a word: nothing of it runs any more, its ports are free. */
    void kill() {
        killed = true;
        for (SimulatedSocket socket : List.copyOf(sockets.keySet())) {
            network.addresses().release(socket);
        }
        sockets.clear();
        held.clear();
    }

    void moveTo(InetAddress value) {
        address = value;
        for (SimulatedSocket socket : sockets.keySet()) {
            network.addresses().release(socket);
            socket.apparentAddress(
                    new InetSocketAddress(value, socket.apparentAddress().getPort()));
            network.addresses().bound(socket);
        }
    }
}
