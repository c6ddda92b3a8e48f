package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Part;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Events that are echoed: a stated number, so many outstanding at a time. With one outstanding each round trip is timed,
 * with more only all of them together. A reply makes the next event be sent, on the thread of the replies.
 */
abstract class EchoLoad implements Part {
    static final int PAYLOAD_BYTES = 50;
    private static final int SECONDS_AT_MOST = 60;

    /** The warm-up stops and starts so often: else the compiler takes what the first event after a rest does for impossible. */
    private static final int WARM_UP_BURSTS = 20;

    /** The warm-up ends after that time, however slow the peer is. */
    private static final long WARM_UP_AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Histogram nanos = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
    private CountDownLatch done = new CountDownLatch(0);
    private int count;
    private int warmUp;
    private int outstanding;
    private int sent;
    private int received;
    private long sentAtNanos;
    private long beganNanos;
    private long tookNanos;
    private volatile int target;

    /** Connects. */
    abstract void connect(Settings settings) throws Exception;

    /** Sends one event; on the thread of the replies but for the first ones. */
    abstract void send();

    @Override
    public final Readings start(Settings settings) throws Exception {
        count = settings.integer("count");
        warmUp = settings.integer("warmUp");
        outstanding = settings.integer("outstanding");
        connect(settings);
        long warmUpBegan = System.nanoTime();
        for (int i = 0; i < WARM_UP_BURSTS && System.nanoTime() - warmUpBegan < WARM_UP_AT_MOST_NANOS; i++) {
            run(Math.max(1, warmUp / WARM_UP_BURSTS));
            await();
        }
        return Readings.none();
    }

    private void run(int events) {
        done = new CountDownLatch(1);
        nanos.reset();
        int first = Math.min(outstanding, events);
        sent = first;
        received = 0;
        beganNanos = System.nanoTime();
        sentAtNanos = beganNanos;
        target = events;
        for (int i = 0; i < first; i++) {
            send();
        }
    }

    /** An event came back; always on the same thread. */
    final void replied() {
        int all = target;
        if (outstanding == 1) {
            nanos.recordValue(System.nanoTime() - sentAtNanos);
        }
        if (++received == all) {
            tookNanos = System.nanoTime() - beganNanos;
            done.countDown();
        } else if (sent < all) {
            sent++;
            if (outstanding == 1) {
                sentAtNanos = System.nanoTime();
            }
            send();
        }
    }

    private void await() throws InterruptedException {
        if (!done.await(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "only " + received + " of " + target + " events came back within " + SECONDS_AT_MOST + " s");
        }
    }

    @Override
    public final void begin() {
        run(count);
    }

    @Override
    public final Readings end() throws InterruptedException {
        await();
        Readings readings = Readings.of("events", count).with("rate", count * 1e9 / tookNanos);
        return outstanding > 1
                ? readings
                : readings.with("p50.us", nanos.getValueAtPercentile(50) / 1e3)
                        .with("p99.us", nanos.getValueAtPercentile(99) / 1e3)
                        .with("p999.us", nanos.getValueAtPercentile(99.9) / 1e3);
    }
}
