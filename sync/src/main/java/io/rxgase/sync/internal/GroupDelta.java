package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The difference of one group of entities between two revisions, for all clients that saw and see it. */
final class GroupDelta {
    /** What changed inside entities that stayed, written; empty if nothing did. */
    final byte[] stayed;
    /** The keys of entities that were elsewhere or nowhere before. */
    final List<Object> came;
    /** The keys of entities that are elsewhere or nowhere now. */
    final List<Object> went;

    private GroupDelta(byte[] stayed, List<Object> came, List<Object> went) {
        this.stayed = stayed;
        this.came = came;
        this.went = went;
    }

    static GroupDelta between(Attributes before, Attributes after, @Nullable KeyNumbers numbers) {
        List<Object> came = new ArrayList<>();
        List<Object> went = new ArrayList<>();
        Changes.Builder stayed = Changes.builder();
        Changes.between(before, after).asMap().forEach((key, change) -> {
            if (change instanceof Change.Delete) {
                went.add(key);
            } else if (before.asMap().containsKey(key)) {
                stayed.put(key, change);
            } else {
                came.add(key);
            }
        });
        Changes changes = stayed.build();
        byte[] written = changes.isEmpty() ? new byte[0] : SyncFrameWriter.chunk(before, changes, numbers);
        return new GroupDelta(written, came, went);
    }

    /** A group that nobody of those who ask for it saw before. */
    static byte[] whole(Attributes members) {
        return SyncFrameWriter.chunk(Attributes.EMPTY, Changes.between(Attributes.EMPTY, members), null);
    }

    /** Writes what happened to single entities, for one client. */
    static byte[] single(Map<Object, Object> before, Map<Object, Change> changes, @Nullable KeyNumbers numbers) {
        Attributes.Builder base = Attributes.builder();
        before.forEach(base::put);
        Changes.Builder builder = Changes.builder();
        changes.forEach(builder::put);
        return SyncFrameWriter.chunk(base.build(), builder.build(), numbers);
    }
}
