package io.rxgase.transport.internal.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Connections by when they are due next: a binary heap whose members know their place, so that moving one costs no search. */
final class DeadlineHeap {
    private @Nullable Association[] heap = new @Nullable Association[16];
    private int size;

    /** Puts it in, or to its new place. */
    void update(Association member, long wakeNanos) {
        if (member.heapIndex < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            member.wakeNanos = wakeNanos;
            place(member, size++);
            up(member);
        } else if (wakeNanos < member.wakeNanos) {
            member.wakeNanos = wakeNanos;
            up(member);
        } else if (wakeNanos > member.wakeNanos) {
            member.wakeNanos = wakeNanos;
            down(member);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a member is itself
    void remove(Association member) {
        int index = member.heapIndex;
        if (index < 0) {
            return;
        }
        Association last = at(--size);
        heap[size] = null;
        member.heapIndex = -1;
        if (last != member) {
            place(last, index);
            up(last);
            down(last);
        }
    }

    /** The one that is due first. */
    @Nullable
    Association first() {
        return heap[0];
    }

    private void up(Association member) {
        int index = member.heapIndex;
        while (index > 0) {
            Association parent = at((index - 1) / 2);
            if (parent.wakeNanos <= member.wakeNanos) {
                break;
            }
            place(parent, index);
            index = (index - 1) / 2;
        }
        place(member, index);
    }

    private void down(Association member) {
        int index = member.heapIndex;
        while (2 * index + 1 < size) {
            int child = 2 * index + 1;
            if (child + 1 < size && at(child + 1).wakeNanos < at(child).wakeNanos) {
                child++;
            }
            if (at(child).wakeNanos >= member.wakeNanos) {
                break;
            }
            place(at(child), index);
            index = child;
        }
        place(member, index);
    }

    private void place(Association member, int index) {
        heap[index] = member;
        member.heapIndex = index;
    }

    private Association at(int index) {
        Association member = heap[index];
        if (member == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return member;
    }
}
