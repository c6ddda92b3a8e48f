package io.rxgase.transport.internal.driver;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What other threads want done on the loop. Commands queue without a lock and wake the loop once per turn, however many they
 * are.
 */
final class CommandQueue {
    private final SocketLoop loop;
    private final Runnable pump;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    /** Those that were added by the pump itself, which needs no atomics for them. */
    private final ArrayDeque<Runnable> ownCommands = new ArrayDeque<>();

    private final AtomicBoolean turnQueued = new AtomicBoolean();
    private final Object afterLoop = new Object();
    private final Runnable turn = this::turn;

    /** Read and written on the loop: whether the pump runs, which looks at the queue before it ends. */
    private boolean pumping;

    /**
     * An empty queue.
     *
     * @param pump runs the commands, among other things
     */
    CommandQueue(SocketLoop loop, Runnable pump) {
        this.loop = loop;
        this.pump = pump;
    }

    /** Runs a command on the loop; any thread. After the loop has ended it runs at once, one at a time. */
    void add(Runnable command) {
        if (addInPump(command)) {
            return;
        }
        commands.add(command);
        if (turnQueued.compareAndSet(false, true)) {
            try {
                loop.execute(turn);
            } catch (RejectedExecutionException loopEnded) {
                synchronized (afterLoop) {
                    turn();
                }
            }
        }
    }

    private boolean addInPump(Runnable command) {
        if (!loop.enter()) {
            return false;
        }
        try {
            return pumping && ownCommands.add(command);
        } finally {
            loop.leave();
        }
    }

    private void turn() {
        // Before the queue is read: a command that comes later finds no turn queued and queues one.
        turnQueued.set(false);
        pump.run();
    }

    // ---- on the loop

    /** The pump begins, unless it runs already, further up the stack. */
    boolean startPump() {
        if (pumping) {
            return false;
        }
        pumping = true;
        return true;
    }

    void endPump() {
        pumping = false;
    }

    boolean isEmpty() {
        return ownCommands.isEmpty() && commands.isEmpty();
    }

    /** Runs what is queued, with what that queues, up to so many. Returns how many. */
    int run(int most) {
        Runnable command;
        int count = 0;
        while (count < most && ((command = commands.poll()) != null || (command = ownCommands.poll()) != null)) {
            command.run();
            count++;
        }
        return count;
    }
}
