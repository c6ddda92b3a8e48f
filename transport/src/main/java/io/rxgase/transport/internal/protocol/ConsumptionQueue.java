package io.rxgase.transport.internal.protocol;

import java.util.Arrays;

/** What each message costs that was handed out and not yet consumed, oldest first. Bounded by the edges of its channel. */
final class ConsumptionQueue {
    private int[] costs = new int[8];
    private int head;
    private int size;

    void add(int cost) {
        if (size == costs.length) {
            int[] more = Arrays.copyOf(costs, size * 2);
            System.arraycopy(costs, 0, more, size, head);
            costs = more;
        }
        costs[(head + size++) & (costs.length - 1)] = cost;
    }

    int remove() {
        int cost = costs[head];
        head = (head + 1) & (costs.length - 1);
        size--;
        return cost;
    }

    int size() {
        return size;
    }
}
