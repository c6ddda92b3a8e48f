package io.rxgase.testkit;

import java.lang.reflect.Method;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

/**
 * The reactive-streams TCK for a subscriber, seen from outside, under the limits of {@link StreamTck}.
 *
 * @param <T> what the subscriber takes
 */
public abstract class SubscriberTck<T> extends SubscriberBlackboxVerification<T> {
    private @Nullable ScheduledFuture<?> watch;

    /** For a subclass, which TestNG makes without arguments. */
    protected SubscriberTck() {
        super(TckLimits.environment());
    }

    /** Called by TestNG before each test. */
    @BeforeMethod
    public final void beginTest(Method test) {
        watch = TckLimits.watch(test.getName());
    }

    /** Called by TestNG after each test. */
    @AfterMethod(alwaysRun = true)
    public final void endTest() {
        if (watch != null) {
            watch.cancel(false);
        }
    }
}
