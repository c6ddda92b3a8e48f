package io.rxgase.core.record;

import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.HandlerFault;
import io.rxgase.core.loop.RefusalLog;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateSchema;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns steps into entries. Belongs to the writer of a recorder; only the readings may be taken on other threads. */
final class RecordingSession<S> {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final LogWriter log;
    private final StateModel<S> model;
    private final long checkEveryNanos;
    private final long stateEveryNanos;
    private final int changesUpTo;

    private @Nullable Snapshot<S> before;
    private @Nullable Gap unwritable;
    private boolean headed;
    private final RefusalLog unwritableFrames = new RefusalLog(
            LOG,
            "ticks can't be recorded and are lost",
            "a record of the game throws when it is read, or a value nests too deep for a recording");
    private long nextCheckNanos;
    private long nextStateNanos;
    private final AtomicLong frames = new AtomicLong();
    private volatile long bytes;
    private volatile @Nullable Throwable failure;

    RecordingSession(LogWriter log, StateModel<S> model, RecordingOptions options) {
        this.log = log;
        this.model = model;
        this.checkEveryNanos = options.checkEvery().toNanos();
        this.stateEveryNanos = options.stateEvery().toNanos();
        this.changesUpTo = options.changesUpTo();
    }

    /** Writes a step; false if it is lost: the disk has failed, or something in the game can't be written. */
    boolean write(Recorder.Recorded<S> recorded) {
        if (failure != null) {
            return false;
        }
        Transition<S> transition = recorded.transition();
        long tick = transition.frame().tick().number();
        try {
            Snapshot<S> base = recorded.base() != null ? recorded.base() : before;
            Gap lost = Gap.join(unwritable, recorded.lost());
            Entry.Step step = step(Objects.requireNonNull(base).state(), transition);
            if (recorded.base() != null || lost != null) {
                begin(lost, base, tick - 1);
            }
            log.append(step);
            unwritable = null;
            before = transition.snapshot();
            check(tick, transition.snapshot());
            frames.incrementAndGet();
            return true;
        } catch (IOException e) {
            failure = e;
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            // A value nested deeper than the codec takes, or a record that throws when it is read: this frame is lost,
            // and the
            // next one begins with its own state.
            unwritableFrames.add("tick " + tick, e);
            unwritable = Gap.join(unwritable, new Gap(tick, tick));
            before = transition.snapshot();
            return false;
        } catch (Throwable e) {
            // A failed assertion or a missing class: what it has left half written nobody can tell.
            failure = Guard.legible(e);
            return false;
        }
    }

    /** The recording ends here, for that reason; the first one counts. */
    void fail(Throwable reason) {
        if (failure == null) {
            failure = Guard.legible(reason);
        }
    }

    private void begin(@Nullable Gap lost, Snapshot<S> base, long tick) throws IOException {
        Attributes attributes = model.toAttributes(base.state());
        if (!headed) {
            log.append(new Entry.Header(
                    model.type().getName(), StateSchema.of(model).orElse(null)));
            headed = true;
        }
        if (lost != null) {
            log.append(new Entry.Lost(lost));
        }
        log.append(state(true, tick, base, attributes));
        nextCheckNanos = base.gameTimeNanos() + checkEveryNanos;
        nextStateNanos = base.gameTimeNanos() + stateEveryNanos;
    }

    private Entry.Step step(S from, Transition<S> transition) {
        byte[] changes = ChangesFormat.bytes(model.changes(from, transition.state()));
        return new Entry.Step(
                transition.frame(),
                transition.faults().stream().anyMatch(fault -> fault.kind() == HandlerFault.Kind.STATE),
                changes.length > changesUpTo ? null : Bytes.of(changes),
                Checksum.of(changes),
                Checksum.ofSent(transition));
    }

    /** Now and then the whole state or its checksum: changes alone don't show a state that was changed in place. */
    private void check(long tick, Snapshot<S> snapshot) throws IOException {
        long now = snapshot.gameTimeNanos();
        if (now < nextCheckNanos && now < nextStateNanos) {
            return;
        }
        nextCheckNanos = now + checkEveryNanos;
        Attributes attributes = model.toAttributes(snapshot.state());
        if (now >= nextStateNanos) {
            nextStateNanos = now + stateEveryNanos;
            log.append(state(false, tick, snapshot, attributes));
        } else {
            log.append(new Entry.Check(tick, Checksum.of(attributes)));
        }
    }

    private static Entry.State state(boolean begins, long tick, Snapshot<?> snapshot, Attributes attributes) {
        return new Entry.State(
                begins, tick, snapshot.timeOrder(), snapshot.status(), snapshot.gameTimeNanos(), attributes);
    }

    /** Gives the operating system all that was written. */
    void flush() {
        if (failure == null) {
            try {
                log.flush();
            } catch (Throwable e) {
                failure = e;
            }
        }
        bytes = log.written();
    }

    /** Writes the last entries and closes the file, also after a failure. */
    void end(@Nullable Gap lost) {
        try (log) {
            if (failure == null) {
                Gap missing = Gap.join(unwritable, lost);
                if (missing != null) {
                    log.append(new Entry.Lost(missing));
                }
                log.append(new Entry.End());
            }
        } catch (Throwable e) {
            fail(e);
        }
        bytes = log.written();
    }

    long frames() {
        return frames.get();
    }

    long bytes() {
        return bytes;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }
}
