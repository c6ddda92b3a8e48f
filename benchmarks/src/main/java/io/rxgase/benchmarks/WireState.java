package io.rxgase.benchmarks;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.SyncModel;
import io.rxgase.sync.internal.SyncFrame;
import io.rxgase.sync.internal.SyncFrameWriter;
import org.jspecify.annotations.Nullable;

/**
 * A state as the server keeps it for clients that see all of it, with the frames that it sends them. It takes the
 * server's steps without its caches and its connections.
 *
 * @param snapshot the state
 * @param held what a client holds after its frame
 * @param changes what changed since the state before
 */
record WireState<S>(Snapshot<S> snapshot, SyncFrame.Held held, Changes changes) {
    static <S> WireState<S> first(SyncModel<S> model, Snapshot<S> snapshot) {
        Attributes shared = model.shared(snapshot.state());
        return of(snapshot, shared, Changes.between(Attributes.EMPTY, shared));
    }

    WireState<S> next(SyncModel<S> model, Snapshot<S> later) {
        Changes changed = model.sharedChanges(snapshot.state(), later.state());
        return of(later, changed.applyTo(held.shared()), changed);
    }

    private static <S> WireState<S> of(Snapshot<S> snapshot, Attributes shared, Changes changes) {
        return new WireState<>(
                snapshot,
                new SyncFrame.Held(snapshot.timeOrder(), snapshot.gameTimeNanos(), shared, Attributes.EMPTY),
                changes);
    }

    /** The frame for a client that holds the state before. */
    byte[] frame(WireState<S> before) {
        return frame(before.held, changes);
    }

    /** The frame for a client that holds nothing. */
    byte[] wholeFrame() {
        return frame(null, Changes.between(Attributes.EMPTY, held.shared()));
    }

    private byte[] frame(SyncFrame.@Nullable Held base, Changes since) {
        Attributes from = base == null ? Attributes.EMPTY : base.shared();
        return SyncFrameWriter.begin(
                        base, snapshot.timeOrder(), snapshot.status(), snapshot.gameTimeNanos(), null, false)
                .add(SyncFrameWriter.sections(from, since))
                .end()
                .toArray();
    }
}
