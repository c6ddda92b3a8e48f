package io.rxgase.testkit;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.TestEnvironment.ManualSubscriber;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/**
 * The reactive-streams TCK for a stream, under the limits of this project.
 *
 * <p>What must come has 30 s. What must not come is waited for only 10 ms in an ordinary run, about thirty times a stream. So an
 * element that nobody asked for, an element after the end or after {@code cancel()}, or an error that comes later than that goes
 * unnoticed; nothing that is right ever fails. With {@code -Drxgase.sweep=long}, as in CI, it is 300 ms.
 *
 * <p>A test that has not ended after two minutes is interrupted, with a thread dump.
 *
 * <pre>{@code
 * @Test
 * public class StatsTckTest extends StreamTck<ServerStats> {
 *     @Override
 *     public Publisher<ServerStats> createPublisher(long elements) {
 *         return server.stats(Duration.ofMillis(1)).take(elements);
 *     }
 * }
 * }</pre>
 *
 * @param <T> what the stream carries
 */
public abstract class StreamTck<T> extends PublisherVerification<T> {
    private final TestEnvironment environment;
    private @Nullable ScheduledFuture<?> watch;

    /** For a subclass, which TestNG makes without arguments. */
    protected StreamTck() {
        this(TckLimits.environment());
    }

    private StreamTck(TestEnvironment environment) {
        super(environment);
        this.environment = environment;
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

    /**
     * Whether the stream has one subscriber and refuses the next. The kit then would wait for all that the second one never gets, only
     * to find that this rule is optional.
     */
    protected boolean isUnicast() {
        return false;
    }

    @Override
    @Test
    public void optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals() throws Throwable {
        skipIfUnicast();
        super.optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals();
    }

    @Override
    @Test
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne()
                    throws Throwable {
        skipIfUnicast();
        super
                .optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne();
    }

    @Override
    @Test
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront()
                    throws Throwable {
        skipIfUnicast();
        super
                .optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront();
    }

    @Override
    @Test
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected()
                    throws Throwable {
        skipIfUnicast();
        super
                .optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected();
    }

    private void skipIfUnicast() {
        if (isUnicast()) {
            notVerified("This stream has one subscriber.");
        }
    }

    /**
     * Rule 3.13. The kit sleeps, collects garbage once and allows 100 ms, which a machine that stops for longer does not keep; here
     * garbage is collected until the subscriber is gone.
     */
    @Override
    @Test
    public void required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
            throws Throwable {
        activePublisherTest(3, false, publisher -> {
            ReferenceQueue<ManualSubscriber<T>> collected = new ReferenceQueue<>();
            WeakReference<ManualSubscriber<T>> subscriber = cancelled(publisher, collected);
            if (!TckLimits.isCollected(subscriber, collected, TckLimits.ANSWER_MILLIS)) {
                environment.flop(publisher + " still holds the subscriber that cancelled");
            }
            environment.verifyNoAsyncErrorsNoDelay();
        });
    }

    /** In a method of its own, so that no variable holds the subscriber any more. */
    private WeakReference<ManualSubscriber<T>> cancelled(
            Publisher<T> publisher, ReferenceQueue<ManualSubscriber<T>> collected) throws InterruptedException {
        ManualSubscriber<T> subscriber = environment.newManualSubscriber(publisher);
        subscriber.request(1);
        subscriber.nextElement();
        subscriber.cancel();
        return new WeakReference<>(subscriber, collected);
    }
}
