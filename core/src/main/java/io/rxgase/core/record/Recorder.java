package io.rxgase.core.record;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.RefusalLog;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a game to a file while it runs: what goes into each tick, and now and then what comes out, so that a {@link
 * Replay} can tell whether it is still the same game.
 *
 * <pre>{@code
 * Recorder<Chase> recorder = Recorder.create(file, machine.logic().model(), RecordingOptions.defaults());
 * ticks.compose(machine.withInbox())
 *         .compose(recorder.from(machine.snapshot()))
 *         .subscribe(transition -> send(transition.outgoing()));
 * // …
 * recorder.finish().blockingAwait();
 * }</pre>
 *
 * <p><b>Threads.</b> {@link #record} is called on the loop thread and costs it an insertion into a queue. Encoding and
 * writing happen on a thread of the recorder's own, or where {@link RecordingOptions#writer()} says.
 *
 * <p><b>Overflow.</b> The queue is bounded. If the disk can't keep up, frames are dropped and counted; as soon as half of
 * the queue is free the recording goes on with the state as it then is, and says which ticks are lost; the log is told of the first, the
 * tenth and so on. The game is never slowed. If the disk fails altogether, or the game's own records throw an {@link Error} when they are read, that is logged, {@link
 * #finish()} fails with the reason, and the game goes on.
 *
 * <p><b>Crashes.</b> Whatever the writer has taken out of the queue is given to the operating system before it rests: with
 * a disk that keeps up, that is at most a few ticks after they happened, and then survives the death of the process.
 * {@link #finish()} waits for the disk itself.
 *
 * @param <S> the type of the states
 */
public final class Recorder<S> {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Path file;
    private final RecordingOptions options;
    private final @Nullable Scheduler ownScheduler;
    private final Scheduler.Worker worker;
    private final RecordingSession<S> session;

    private final Queue<Recorded<S>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    /** Counts reasons to drain, so that one drain at a time is scheduled. */
    private final AtomicInteger wanted = new AtomicInteger();

    /** Frames that were not written, for whatever reason. */
    private final AtomicLong lostFrames = new AtomicLong();

    private final RefusalLog noRoom = new RefusalLog(
            LOG,
            "frames of a recording found no room in its queue and are lost",
            "the disk does not keep up: record to a faster one, or raise RecordingOptions.withQueueFrames to bridge its pauses");
    private final CompletableSubject finishedSubject = CompletableSubject.create();
    private final Completable finished = new Guard(LOG).outcome("an observer of finish()", finishedSubject);
    private volatile boolean finishing;
    private volatile boolean ended;

    /** Belongs to the loop thread, and to the writer once it has seen that the recorder is finishing. */
    private volatile @Nullable Gap gap;

    private boolean begun;

    private Recorder(Path file, StateModel<S> model, RecordingOptions options) {
        this.file = file;
        this.options = options;
        this.session = new RecordingSession<>(LogWriter.create(file), model, options);
        Scheduler given = options.writer();
        this.ownScheduler = given == null ? ownThread() : null;
        this.worker =
                Objects.requireNonNull(given == null ? ownScheduler : given).createWorker();
    }

    private static Scheduler ownThread() {
        return RxJavaPlugins.createSingleScheduler(task -> {
            Thread thread = new Thread(task, "rxgase-recorder");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes a new file and prepares to record to it.
     *
     * @param file where to; must not exist yet
     * @param model how states are compared and encoded
     * @param options bounds and intervals
     * @param <S> the type of the states
     * @return a recorder that waits for its first frame
     * @throws RecordingException if the file exists or can't be made
     */
    public static <S> Recorder<S> create(Path file, StateModel<S> model, RecordingOptions options) {
        return new Recorder<>(
                Objects.requireNonNull(file, "file"),
                Objects.requireNonNull(model, "model"),
                Objects.requireNonNull(options, "options"));
    }

    /**
     * Records a run, beside whatever else is done with it.
     *
     * @param initial the state before the first transition
     * @return to be given to {@code transitions.compose(…)}; passes every transition on
     */
    public FlowableTransformer<Transition<S>, Transition<S>> from(Snapshot<S> initial) {
        Objects.requireNonNull(initial, "initial");
        return transitions -> Flowable.defer(() -> transitions.map(new Tap(initial)));
    }

    /** One run that is recorded on the way. */
    private final class Tap implements Function<Transition<S>, Transition<S>> {
        private Snapshot<S> before;

        Tap(Snapshot<S> initial) {
            this.before = initial;
        }

        @Override
        public Transition<S> apply(Transition<S> transition) {
            record(before, transition);
            before = transition.snapshot();
            return transition;
        }
    }

    /**
     * Records one step. Called on the loop thread, for each step in turn; never blocks. After {@link #finish()} it does
     * nothing.
     *
     * @param before the state in which the step began; written only where the recording begins, and after a gap
     * @param transition the step
     */
    public void record(Snapshot<S> before, Transition<S> transition) {
        if (finishing) {
            return;
        }
        Gap open = gap;
        int room = options.queueFrames() - queued.get();
        // After a gap, half of the queue must be free first: a whole state for each frame would not help a slow disk.
        if (room <= (open == null ? 0 : options.queueFrames() / 2)) {
            lose(transition, open);
            return;
        }
        boolean begins = !begun || open != null;
        begun = true;
        gap = null;
        queued.incrementAndGet();
        queue.add(new Recorded<>(open, begins ? before : null, transition));
        drain();
    }

    private void lose(Transition<S> transition, @Nullable Gap open) {
        long tick = transition.frame().tick().number();
        lostFrames.incrementAndGet();
        noRoom.add("tick " + tick + " of " + file);
        gap = new Gap(open == null ? tick : open.firstTick(), tick);
    }

    /**
     * Ends the recording: what waits is written, and the file is closed when the disk has it. Idempotent; acts at once,
     * whether or not the result is subscribed to.
     *
     * @return completes when the file is closed; fails with a {@link RecordingException} if the disk has failed
     */
    public Completable finish() {
        finishing = true;
        drain();
        return finished;
    }

    /**
     * Whether the recording is over, or about to be.
     *
     * @return true from the call of {@link #finish()} on
     */
    public boolean isFinishing() {
        return finishing;
    }

    /**
     * Where the recording goes.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    /**
     * What was counted so far. May be called on any thread.
     *
     * @return a reading
     */
    public RecorderStats reading() {
        return new RecorderStats(session.frames(), lostFrames.get(), session.bytes());
    }

    private void drain() {
        if (wanted.getAndIncrement() == 0) {
            Disposable planned = worker.schedule(this::write);
            // Some that run tasks at once give back the same, but only one that refuses is disposed of then.
            if (planned.equals(Disposable.disposed()) && worker.isDisposed() && !ended) {
                refused();
            }
        }
    }

    /** The writer's scheduler takes nothing any more, so that nothing else of this recorder runs: it ends here, on this thread. */
    private void refused() {
        session.fail(new RejectedExecutionException("the recorder's scheduler was shut down"));
        if (finishing) {
            end();
        } else {
            reportFailure();
            wanted.set(0);
        }
    }

    /** Runs on the writer, one at a time. */
    private void write() {
        int missed = wanted.get();
        do {
            boolean last = finishing;
            try {
                writeQueued();
            } catch (Throwable fault) {
                session.fail(fault);
                reportFailure();
            }
            if (last) {
                end();
                return;
            }
            missed = wanted.addAndGet(-missed);
        } while (missed != 0);
    }

    private void writeQueued() {
        Recorded<S> next;
        while ((next = queue.poll()) != null) {
            queued.decrementAndGet();
            if (!session.write(next)) {
                lostFrames.incrementAndGet();
            }
        }
        session.flush();
        reportFailure();
    }

    private boolean reported;

    private void reportFailure() {
        Throwable failure = session.failure();
        if (failure != null && !reported) {
            reported = true;
            LOG.warn("{}: the recording ends here, the game goes on", file, failure);
        }
    }

    private void end() {
        ended = true;
        session.end(gap);
        reportFailure();
        worker.dispose();
        if (ownScheduler != null) {
            ownScheduler.shutdown();
        }
        Throwable failure = session.failure();
        if (failure == null) {
            finishedSubject.onComplete();
        } else {
            finishedSubject.onError(new RecordingException(file, "can't be written: " + failure, failure));
        }
    }

    /**
     * What waits for the writer.
     *
     * @param lost what was lost just before it
     * @param base the state in which the step began, if the recording can't go on from the step before
     */
    record Recorded<S>(@Nullable Gap lost, @Nullable Snapshot<S> base, Transition<S> transition) {}
}
