package io.rxgase.transport.simulated;

import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.driver.SocketLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One port of a simulated host; its loop is the network's agenda. */
final class SimulatedSocket implements SocketLoop {
    /** What an operating system keeps for a process that does not read; Linux's default. */
    private static final int RECEIVE_BUFFER_BYTES = 212_992;

    /** What any dialect may write; how much it does write, the machine knows. */
    private static final int LARGEST_DATAGRAM = 2048;

    private final SimulatedNetwork network;
    private final SimulatedHost host;
    private final InetSocketAddress local;
    private final ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private final ArrayDeque<Received> unread = new ArrayDeque<>(2);

    private InetSocketAddress apparent;
    private int unreadBytes;
    private @Nullable EndpointDriver driver;

    private record Received(InetSocketAddress from, ByteBuffer datagram) {}

    SimulatedSocket(SimulatedNetwork network, SimulatedHost host, InetSocketAddress local) {
        this.network = network;
        this.host = host;
        this.local = local;
        this.apparent = local;
    }

    void drive(EndpointDriver value) {
        driver = value;
    }

    SimulatedHost host() {
        return host;
    }

    /** Where its datagrams seem to come from. */
    InetSocketAddress apparentAddress() {
        return apparent;
    }

    void apparentAddress(InetSocketAddress value) {
        apparent = value;
    }

    /** A datagram has come to the host; false if its buffer was full. */
    boolean arrive(InetSocketAddress from, byte[] datagram) {
        if (unreadBytes + datagram.length > RECEIVE_BUFFER_BYTES) {
            return false;
        }
        unread.add(new Received(from, ByteBuffer.wrap(datagram)));
        unreadBytes += datagram.length;
        if (!host.isPaused()) {
            read();
        }
        return true;
    }

    /** The host's process reads what has come. */
    void read() {
        EndpointDriver reader = driver;
        Received next;
        while ((next = unread.poll()) != null) {
            unreadBytes -= next.datagram().remaining();
            if (reader != null) {
                reader.receive(next.from(), next.datagram());
            }
        }
        if (reader != null) {
            reader.receiveComplete();
        }
    }

    // ---- SocketLoop

    @Override
    public long nanos() {
        return network.agenda().nanos();
    }

    @Override
    public void execute(Runnable task) {
        host.plan(nanos(), task);
    }

    @Override
    public Disposable schedule(long atNanos, Runnable task) {
        return host.plan(atNanos, task);
    }

    @Override
    public boolean isOnLoop() {
        return network.agenda().stage().isHeldByCurrentThread();
    }

    @Override
    public boolean enter() {
        return network.agenda().stage().tryLock();
    }

    @Override
    public void leave() {
        network.agenda().stage().unlock();
    }

    @Override
    public ByteBuffer buffer() {
        return datagram.clear();
    }

    @Override
    public boolean send(InetSocketAddress to) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        network.wire().send(this, to, bytes);
        return true;
    }

    @Override
    public void flush() {
        // Each datagram is on the wire already: there is no system call to save.
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void close(Runnable closed) {
        network.addresses().release(this);
        host.closed(this);
        closed.run();
    }
}
