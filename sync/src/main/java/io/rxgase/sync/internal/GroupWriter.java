package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what changed for one client in a table that is divided into groups: what was written for whole groups is put
 * together, and only entities that crossed the border of a group are looked at one by one.
 */
final class GroupWriter {
    private final Revision<?> revision;
    private final Groups.@Nullable VisibleGroups before;
    private final Groups.VisibleGroups now;
    private final List<byte[]> chunks = new ArrayList<>();
    private final Map<Object, Object> singleBefore = new HashMap<>();
    private final Map<Object, Change> single = new HashMap<>();

    GroupWriter(Revision<?> revision, Groups.@Nullable VisibleGroups before, Groups.VisibleGroups now) {
        this.revision = revision;
        this.before = before;
        this.now = now;
    }

    void writeTo(SyncFrameWriter frame) {
        if (before != null && before.isAlike(now)) {
            for (int i = 0; i < now.size(); i++) {
                change(before.inside(i), now.inside(i));
            }
        } else {
            compareByName();
        }
        if (!single.isEmpty()) {
            chunks.add(GroupDelta.single(singleBefore, single, now.numbers()));
        }
        if (!chunks.isEmpty() || before == null) {
            frame.enter(now.table());
            chunks.forEach(frame::add);
            frame.end();
        }
    }

    private void compareByName() {
        Map<Object, Attributes> were = before == null ? Map.of() : before.groups();
        now.groups().forEach((group, members) -> change(were.get(group), members));
        were.forEach((group, members) -> {
            if (!now.groups().containsKey(group)) {
                change(members, null);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // a group that did not change is the same object
    private void change(@Nullable Attributes were, @Nullable Attributes members) {
        if (were == members) {
            return;
        } else if (were == null) {
            appear(Objects.requireNonNull(members));
        } else if (members == null) {
            were.keys().forEach(this::go);
        } else {
            GroupDelta delta = revision.delta(were, members, now.numbers());
            if (delta.stayed.length > 0) {
                chunks.add(delta.stayed);
            }
            delta.came.forEach(this::come);
            delta.went.forEach(this::go);
        }
    }

    private void appear(Attributes members) {
        for (Object key : members.keys()) {
            if (before != null && before.entity(key) != null) {
                members.keys().forEach(this::come);
                return;
            }
        }
        chunks.add(revision.whole(members));
    }

    private void come(Object key) {
        Attributes entity = Objects.requireNonNull(now.entity(key));
        Attributes was = before == null ? null : before.entity(key);
        if (was == null) {
            single.put(key, new Change.Set(entity));
            return;
        }
        Changes changes = Changes.between(was, entity);
        if (!changes.isEmpty()) {
            singleBefore.put(key, was);
            single.put(key, changes);
        }
    }

    private void go(Object key) {
        if (now.entity(key) == null) {
            single.put(key, Change.DELETE);
        }
    }
}
