package io.rxgase.testing;

import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Catches what nobody handles: errors that RxJava gives to its global handler, because a stream had no error handler or was
 * over already. Each thread has those of the world that it runs; what comes on other threads goes where it went before.
 *
 * <p>The handler is global to the process, so it is there only while there are worlds.
 */
final class StrayErrors implements AutoCloseable {
    private static final Consumer<Throwable> HANDLER = StrayErrors::handle;
    private static final ThreadLocal<Deque<StrayErrors>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    /** How many are open, on all threads; of the class's monitor, like {@link #displaced}. */
    private static int open;

    private static volatile @Nullable Consumer<? super Throwable> displaced;

    private @Nullable Throwable first;
    private int count;

    private StrayErrors() {}

    /** Begins to catch what comes on this thread. */
    static StrayErrors open() {
        StrayErrors errors = new StrayErrors();
        OPEN.get().push(errors);
        install();
        return errors;
    }

    private static synchronized void install() {
        open++;
        Consumer<? super Throwable> current = RxJavaPlugins.getErrorHandler();
        if (current != HANDLER && !RxJavaPlugins.isLockdown()) {
            displaced = current;
            RxJavaPlugins.setErrorHandler(HANDLER);
        }
    }

    private static synchronized void uninstall() {
        if (--open == 0 && RxJavaPlugins.getErrorHandler() == HANDLER && !RxJavaPlugins.isLockdown()) {
            RxJavaPlugins.setErrorHandler(displaced);
            displaced = null;
        }
    }

    private static void handle(Throwable error) throws Throwable {
        StrayErrors here = OPEN.get().peek();
        if (here != null) {
            here.count++;
            here.first = here.first == null ? error : here.first;
            return;
        }
        Consumer<? super Throwable> before = displaced;
        if (before != null) {
            before.accept(error);
        } else {
            // As RxJava does where there is no handler.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
        }
    }

    /**
     * Complains about what was caught so far, once.
     *
     * @throws AssertionError if there was something; its cause is the first of it
     */
    void check(Object where) {
        Throwable error = first;
        if (error != null) {
            first = null;
            throw new AssertionError(
                    "nobody handles an error" + (count > 1 ? " and " + (count - 1) + " more" : "")
                            + ": give onError to each subscribe() (" + where + "): " + error,
                    error);
        }
    }

    /** Forgets what was not complained about, and catches nothing any more. */
    @Override
    public void close() {
        if (OPEN.get().remove(this)) {
            uninstall();
        }
    }
}
