package io.rxgase.samples.tag.view;

import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Player;
import io.rxgase.samples.tag.Point;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows the others where they were a moment ago, between two states that have arrived, so that they glide however irregularly
 * states come (Bernier, Latency Compensating Methods, 2001). Who chases and how long everybody is safe is shown as of the newest
 * state. Mutable, for the view's thread.
 */
final class Interpolation {
    /** How long ago, in game time: a few states, and the jitter of an ordinary network. */
    static final long BEHIND_NANOS = 100_000_000;

    /** How many states are kept; the oldest makes room for the newest. */
    private static final int STATES = 64;

    /** By how much of the time that passes the estimate follows a network that became slower. */
    private static final double CREEP = 0.05;

    private final Deque<Snapshot<Chase>> states = new ArrayDeque<>();
    private double offsetNanos = Double.NaN;
    private long offeredNanos;

    /** A state has arrived. */
    void offer(Snapshot<Chase> snapshot, long nowNanos) {
        double measured = (double) nowNanos - snapshot.gameTimeNanos();
        double crept = offsetNanos + CREEP * (nowNanos - offeredNanos);
        offsetNanos = Double.isNaN(offsetNanos) ? measured : Math.min(measured, crept);
        offeredNanos = nowNanos;
        if (states.size() == STATES) {
            states.removeFirst();
        }
        states.addLast(snapshot);
    }

    /** The newest state with everybody where they are to be drawn now; null before the first state. */
    @Nullable
    Chase at(long nowNanos) {
        Snapshot<Chase> newest = states.peekLast();
        if (newest == null) {
            return null;
        }
        double shown = nowNanos - offsetNanos - BEHIND_NANOS;
        while (states.size() > 2 && second().gameTimeNanos() <= shown) {
            states.removeFirst();
        }
        Snapshot<Chase> from = states.getFirst();
        Snapshot<Chase> to = states.size() > 1 ? second() : from;
        long span = to.gameTimeNanos() - from.gameTimeNanos();
        double share = span <= 0 ? 1 : Math.max(0, Math.min(1, (shown - from.gameTimeNanos()) / span));
        return blended(newest.state(), from.state().players(), to.state().players(), share);
    }

    private Snapshot<Chase> second() {
        var all = states.iterator();
        all.next();
        return all.next();
    }

    private static Chase blended(Chase newest, Map<Long, Player> from, Map<Long, Player> to, double share) {
        StateMap<Long, Player> players = StateMap.copyOf(newest.players());
        for (Map.Entry<Long, Player> entry : newest.players().entrySet()) {
            Player before = from.get(entry.getKey());
            Player after = to.get(entry.getKey());
            if (before != null && after != null) {
                Point way = after.at().minus(before.at());
                players = players.with(entry.getKey(), entry.getValue().movedTo(way.timesPlus(share, before.at())));
            }
        }
        return new Chase(players, newest.chaserId(), newest.protection(), newest.countdown());
    }
}
