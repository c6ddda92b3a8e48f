package io.rxgase.transport.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.rxgase.transport.netty.NettyTransport.Io;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of transports that need none of their own, counted by those who use them: they begin with the first and end with the
 * last. If one of the loops has ended, as an error of the virtual machine may end it, later users get other loops. Any thread.
 */
final class SharedLoops {
    /** A client has little to do; more threads would only take turns. */
    static final int MOST = 4;

    private static final String THREAD_NAME = "rxgase-shared-io";
    private static final Object LOCK = new Object();
    private static @Nullable SharedLoops current;

    private final EventLoopGroup loops;
    private int users;

    private SharedLoops(EventLoopGroup loops) {
        this.loops = loops;
    }

    static int count() {
        return Math.min(MOST, Runtime.getRuntime().availableProcessors());
    }

    /** The loops for one more user, who releases them once. */
    static SharedLoops acquire() {
        synchronized (LOCK) {
            SharedLoops shared = current;
            if (shared == null || shared.hasLostSome()) {
                shared = new SharedLoops(UdpSockets.loops(Io.best(), count(), THREAD_NAME));
                current = shared;
            }
            shared.users++;
            return shared;
        }
    }

    private boolean hasLostSome() {
        for (EventExecutor loop : loops) {
            if (loop.isShuttingDown()) {
                return true;
            }
        }
        return false;
    }

    EventLoopGroup loops() {
        return loops;
    }

    /** One user less. True for the last one, who has to end the loops: nobody else gets them any more. */
    @SuppressWarnings("ReferenceEquality") // these very loops
    boolean release() {
        synchronized (LOCK) {
            users--;
            if (users == 0 && current == this) {
                current = null;
            }
            return users == 0;
        }
    }
}
