package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.disposables.Disposable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A loop that the test turns by hand; its clock is a field. */
final class ManualLoop implements SocketLoop {
    private final ByteBuffer datagram = ByteBuffer.allocate(2048);
    final Queue<Runnable> tasks = new ArrayDeque<>();
    final List<String> wire = new ArrayList<>();

    long nowNanos;
    long timerNanos = Long.MAX_VALUE;

    @Nullable
    Runnable timer;

    @Nullable
    Runnable elsewhere;

    boolean inside;
    boolean ended;
    boolean closed;
    int room = Integer.MAX_VALUE;

    /** Runs what was handed in, and what that handed in. */
    void turn() {
        inside = true;
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
        inside = false;
    }

    /** Does something on the loop, then turns it. */
    void run(Runnable task) {
        tasks.add(task);
        turn();
    }

    void fireTimer() {
        nowNanos = Math.max(nowNanos, timerNanos);
        timerNanos = Long.MAX_VALUE;
        Runnable due = timer;
        timer = null;
        if (due != null) {
            run(due);
        }
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
        tasks.add(task);
    }

    @Override
    public Disposable schedule(long atNanos, Runnable task) {
        timerNanos = atNanos;
        timer = task;
        return Disposable.fromRunnable(() -> timer = null);
    }

    @Override
    public Disposable scheduleElsewhere(long delayNanos, Runnable task) {
        elsewhere = task;
        return Disposable.fromRunnable(() -> elsewhere = null);
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
    public void leave() {}

    @Override
    public ByteBuffer buffer() {
        return datagram.clear();
    }

    @Override
    public boolean send(InetSocketAddress to) {
        wire.add("datagram " + datagram.get());
        return --room > 0;
    }

    @Override
    public void flush() {
        wire.add("flush");
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public void close(Runnable done) {
        closed = true;
        done.run();
    }
}
