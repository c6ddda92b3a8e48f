package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.disposables.Disposable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A loop on a thread of its own, without a socket: for tests that need a publisher to be alive. */
final class LiveLoop implements SocketLoop {
    private final ByteBuffer datagram = ByteBuffer.allocate(2048);
    private final ScheduledExecutorService executor;
    private volatile Thread thread;

    LiveLoop() {
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            thread = new Thread(task, "live-loop");
            thread.setDaemon(true);
            return thread;
        });
    }

    void end() {
        executor.shutdown();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public Disposable schedule(long atNanos, Runnable task) {
        ScheduledFuture<?> timer = executor.schedule(task, Math.max(0, atNanos - nanos()), TimeUnit.NANOSECONDS);
        return Disposable.fromAction(() -> timer.cancel(false));
    }

    @Override
    public boolean isOnLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public boolean enter() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void leave() {}

    @Override
    public ByteBuffer buffer() {
        return datagram.clear();
    }

    @Override
    public boolean send(InetSocketAddress to) {
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public void close(Runnable closed) {
        closed.run();
    }
}
