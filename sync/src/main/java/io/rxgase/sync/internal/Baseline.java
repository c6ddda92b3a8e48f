package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.transport.StateSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is shown at one revision, and so holds after it took that revision's frame.
 *
 * @param revision the number of the revision
 * @param timeOrder the version of the game's state
 * @param gameTimeNanos its game time
 * @param shared the shared part, the same object for all clients that are shown the same; tables that are in {@code seen} are empty
 * @param seen what it sees of tables that are divided into groups
 * @param own the client's own part
 * @param older entities that are older than the rest, and the time order as of which they are; few revisions with some are remembered
 */
record Baseline(
        long revision,
        long timeOrder,
        long gameTimeNanos,
        Attributes shared,
        List<Groups.VisibleGroups> seen,
        Attributes own,
        Map<EntityName, Long> older) {
    static Baseline of(
            long revision, Snapshot<?> snapshot, Attributes shared, List<Groups.VisibleGroups> seen, Attributes own) {
        return new Baseline(revision, snapshot.timeOrder(), snapshot.gameTimeNanos(), shared, seen, own, Map.of());
    }

    /** The number of the revision that a difference starts from; of none, that of a whole state. */
    static long revisionOf(@Nullable Baseline base) {
        return base == null ? StateSource.NONE : base.revision;
    }

    /** The time order as of which an entity is, there or not. */
    static long timeOrderOf(@Nullable Baseline shown, EntityName name) {
        return shown == null ? 0 : shown.older.getOrDefault(name, shown.timeOrder);
    }

    /** The time order as of which the oldest entity is. */
    long oldestTimeOrder() {
        long oldest = timeOrder;
        for (long one : older.values()) {
            oldest = Math.min(oldest, one);
        }
        return oldest;
    }

    SyncFrame.Held held() {
        return new SyncFrame.Held(timeOrder, gameTimeNanos, shared, own);
    }

    /** The same with all tables in one tree. */
    Baseline joined() {
        Attributes tree = shared;
        for (Groups.VisibleGroups one : seen) {
            tree = tree.with(one.table(), one.entities());
        }
        return new Baseline(revision, timeOrder, gameTimeNanos, tree, List.of(), own, older);
    }
}
