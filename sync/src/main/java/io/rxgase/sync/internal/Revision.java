package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One published state as clients get it. What is encoded for one client is kept for the others that hold the same and are shown the
 * same: on any event loop, and as long as this is the newest revision. There are at most as many encodings as there are
 * revisions in the history, for each different thing to be shown.
 */
final class Revision<S> {
    final long number;
    final Snapshot<S> snapshot;
    final long clockNanos;
    /** The whole state. */
    final EncodedState<S> all;
    /** The shared part without the tables that are divided into groups. */
    final Attributes rest;

    final List<Groups> groups;
    /** What each client is shown that has nothing of its own, unless there are views. */
    final Baseline everyone;

    private volatile @Nullable Latest latest;
    private final AtomicInteger encodings = new AtomicInteger();
    private volatile @Nullable Attributes withoutTables;
    private final Map<Between, byte[]> sections = new ConcurrentHashMap<>();
    private final Map<FrameKey, StateSource.Frame> frames = new ConcurrentHashMap<>();
    private final Map<Same, Long> sums = new ConcurrentHashMap<>();
    private final Map<Between, GroupDelta> deltas = new ConcurrentHashMap<>();
    private final Map<Same, byte[]> wholeGroups = new ConcurrentHashMap<>();
    private final Map<Object, EncodedState<S>> viewed = new ConcurrentHashMap<>();

    Revision(
            long number,
            Snapshot<S> snapshot,
            long clockNanos,
            EncodedState<S> all,
            Attributes rest,
            List<Groups> groups) {
        this.number = number;
        this.snapshot = snapshot;
        this.clockNanos = clockNanos;
        this.all = all;
        this.rest = rest;
        this.groups = groups;
        this.everyone = Baseline.of(number, snapshot, rest, List.of(), Attributes.EMPTY);
    }

    /** The same state at a later time, to be offered once more because somebody does not have all of it. */
    Revision<S> again(long newNumber, Snapshot<S> later, long newClockNanos) {
        return new Revision<>(newNumber, later, newClockNanos, all, rest, groups);
    }

    /** What a view makes of the state, made once for each key: a group of clients, or an equal state. */
    EncodedState<S> viewed(Object key, Supplier<EncodedState<S>> make) {
        EncodedState<S> known = viewed.get(key);
        return known != null ? known : viewed.computeIfAbsent(key, unused -> make.get());
    }

    /** Attributes as the object that they are. */
    private record Same(Attributes tree) {
        @Override
        @SuppressWarnings("ReferenceEquality") // what is shared is the same object
        public boolean equals(@Nullable Object other) {
            return other instanceof Same that && tree == that.tree;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(tree);
        }
    }

    private record Between(Same from, Same to) {}

    private record FrameKey(Same from, long base, Same to, long oldest, boolean withSum) {}

    /** What was asked for last, to be found again without a key: most often the next client asks for the same. */
    private record Latest(@Nullable Baseline base, Baseline now, boolean withSum, StateSource.Frame frame) {
        @SuppressWarnings("ReferenceEquality") // what is shown to everyone is the same object
        boolean isFor(@Nullable Baseline otherBase, Baseline otherNow, boolean otherWithSum) {
            return base == otherBase && now == otherNow && withSum == otherWithSum;
        }
    }

    /** The frame from what a client holds, null for nothing, to what it is shown at this revision. */
    StateSource.Frame frame(@Nullable Baseline base, Baseline now, boolean withSum) {
        Latest last = latest;
        if (last != null && last.isFor(base, now, withSum)) {
            return last.frame();
        }
        StateSource.Frame frame = find(base, now, withSum);
        latest = new Latest(base, now, withSum, frame);
        return frame;
    }

    private StateSource.Frame find(@Nullable Baseline base, Baseline now, boolean withSum) {
        boolean isShared = now.own().isEmpty()
                && now.seen().isEmpty()
                && (base == null || base.own().isEmpty());
        if (!isShared) {
            return encode(base, now, withSum);
        }
        long from = Baseline.revisionOf(base);
        Same held = new Same(base == null ? Attributes.EMPTY : base.shared());
        FrameKey key = new FrameKey(held, from, new Same(now.shared()), now.oldestTimeOrder(), withSum);
        StateSource.Frame known = frames.get(key);
        if (known == null) {
            known = encode(base, now, withSum);
            frames.put(key, known);
        }
        return known;
    }

    int encodings() {
        return encodings.get();
    }

    private StateSource.Frame encode(@Nullable Baseline base, Baseline now, boolean withSum) {
        encodings.incrementAndGet();
        Attributes from = base == null ? Attributes.EMPTY : base.shared();
        Attributes ownFrom = base == null ? Attributes.EMPTY : base.own();
        Changes own = Changes.between(ownFrom, now.own());
        SyncFrameWriter frame = SyncFrameWriter.begin(
                        base == null ? null : base.held(),
                        now.timeOrder(),
                        now.oldestTimeOrder(),
                        snapshot.status(),
                        now.gameTimeNanos(),
                        withSum ? (Integer) SyncFrame.sum(sumOf(now), StateSum.of(now.own())) : null,
                        !own.isEmpty())
                .add(sections(from, base == null ? withoutTables(now) : now.shared()));
        for (int i = 0; i < now.seen().size(); i++) {
            new GroupWriter(
                            this,
                            base == null ? null : base.seen().get(i),
                            now.seen().get(i))
                    .writeTo(frame);
        }
        frame.end();
        if (!own.isEmpty()) {
            frame.own(ownFrom, own);
        }
        ByteBuffer bytes = ByteBuffer.wrap(frame.toArray()).asReadOnlyBuffer();
        return new StateSource.Frame(Baseline.revisionOf(base), number, bytes);
    }

    /** Of a whole state the tables are written group by group, so they must not be there as empty ones, too. */
    private Attributes withoutTables(Baseline shown) {
        if (shown.seen().isEmpty()) {
            return shown.shared();
        }
        Attributes known = withoutTables;
        if (known == null) {
            known = shown.shared();
            for (Groups.VisibleGroups one : shown.seen()) {
                known = known.without(one.table());
            }
            withoutTables = known;
        }
        return known;
    }

    private byte[] sections(Attributes from, Attributes to) {
        Between between = new Between(new Same(from), new Same(to));
        byte[] known = sections.get(between);
        if (known == null) {
            known = SyncFrameWriter.sections(from, Changes.between(from, to));
            sections.put(between, known);
        }
        return known;
    }

    GroupDelta delta(Attributes from, Attributes to, @Nullable KeyNumbers numbers) {
        return deltas.computeIfAbsent(
                new Between(new Same(from), new Same(to)), between -> GroupDelta.between(from, to, numbers));
    }

    byte[] whole(Attributes members) {
        return wholeGroups.computeIfAbsent(new Same(members), same -> GroupDelta.whole(same.tree));
    }

    private long sumOf(Baseline shown) {
        long sum = sumOf(shown.shared());
        for (Groups.VisibleGroups one : shown.seen()) {
            long inside = 0;
            for (Attributes members : one.groups().values()) {
                inside += sumOf(members);
            }
            sum += StateSum.entryOf(one.table(), inside) - StateSum.entryOf(one.table(), 0);
        }
        return sum;
    }

    private long sumOf(Attributes tree) {
        return sums.computeIfAbsent(new Same(tree), same -> StateSum.of(same.tree));
    }
}
