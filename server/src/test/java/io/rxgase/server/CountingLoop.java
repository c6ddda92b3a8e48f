package io.rxgase.server;

import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.driver.SocketLoop;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** An event loop that a test turns by hand, with the driver of a socket on it; what is handed over to it waits to be counted. */
final class CountingLoop implements SocketLoop {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    final QuietMachine machine = new QuietMachine();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ByteBuffer datagram = ByteBuffer.allocate(2048);
    private final EndpointDriver driver = new EndpointDriver(machine, this, TransportOptions.defaults());
    private final List<Runnable> hung = new ArrayList<>();
    private boolean inside;

    Listener listener() {
        return driver.listener();
    }

    /** How many tasks were handed over and have not run yet. */
    int handedOver() {
        return tasks.size();
    }

    void turn() {
        inside = true;
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
        inside = false;
    }

    /** Clients come in, whose connections have these numbers. */
    void connect(long from, int count) {
        for (int i = 0; i < count; i++) {
            machine.events.add(new EndpointEvent.Connected(from + i, PEER, new byte[0], true));
        }
        tasks.add(driver::receiveComplete);
        turn();
    }

    /** Clients say farewell, as they do when they hear one. */
    void disconnect(long from, int count) {
        for (int i = 0; i < count; i++) {
            machine.events.add(new EndpointEvent.Disconnected(from + i, DisconnectReason.CLOSED_LOCALLY, "over"));
        }
        tasks.add(driver::receiveComplete);
        turn();
    }

    /** The loop ends by itself. */
    void die() {
        tasks.add(() -> driver.failed("its loop has ended"));
        turn();
    }

    /** What the driver runs elsewhere when its time is over: here at once. */
    void hang() {
        hung.forEach(Runnable::run);
        hung.clear();
    }

    @Override
    public Disposable scheduleElsewhere(long delayNanos, Runnable task) {
        hung.add(task);
        return Disposable.empty();
    }

    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Disposable schedule(long atNanos, Runnable task) {
        return Disposable.disposed();
    }

    @Override
    public boolean isOnLoop() {
        return inside;
    }

    @Override
    public boolean enter() {
        return inside;
    }

    @Override
    public void leave() {
        // Nobody else is ever on the loop.
    }

    @Override
    public ByteBuffer buffer() {
        return datagram.clear();
    }

    @Override
    public boolean send(InetSocketAddress to) {
        return true;
    }

    @Override
    public void flush() {
        // The machine sends nothing.
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public void close(Runnable closed) {
        closed.run();
    }
}
