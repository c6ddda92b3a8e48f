package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.SyncModel;
import io.rxgase.sync.Priority;
import io.rxgase.sync.SyncOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what one client gets of a difference that its budget does not carry. The state that the client holds afterwards is
 * remembered as it is, a mixture of versions, so the next difference to it is exact for each entity. An entity, an entry of a table,
 * goes with all its parts of one version, the client's own among them; all that is in no table goes together, each time.
 *
 * <p>After a part was sent, the next one waits until the client holds it, or it must be lost. Otherwise the second part,
 * which is a difference to what the client is known to hold, would take back the first.
 */
final class Budget<S> {
    /** What a packet and its frame add to the bytes of state. */
    static final int HEADERS = 60;

    /** A client that was quiet may get this much of a second's budget at once. */
    private static final double BURST_SECONDS = 0.5;

    private static final double NANOS = 1e9;
    private static final long LEAST_TIMEOUT_NANOS = 200_000_000;
    private static final int LEAST_PART = 40;
    private static final double GONE_FIRST = 1000;

    private final SyncModel<S> model;
    private final SyncOptions<S> options;
    private final ClientId client;
    /** Only of what waits. */
    private Map<EntityName, Double> priorities = new HashMap<>();
    /** What was sent in the part that is not confirmed yet. */
    private Map<EntityName, Double> sent = Map.of();
    /**
     * What was sent since what the client is known to hold, in parts that it did not confirm in time. It may have them all the same, so
     * each of these goes with the next part: otherwise that would show it an older version again.
     */
    private Set<EntityName> owed = Set.of();

    private double bytes;
    private long lastNanos = Long.MIN_VALUE;
    private long part = -1;
    private long partNanos;
    /** The newest revision of which only a part was chosen, done or not, and what that part is a difference to. */
    private long chosen = -1;

    private long chosenOn;
    private long delayNanos;
    private volatile int waiting;

    Budget(SyncModel<S> model, SyncOptions<S> options, ClientId client) {
        this.model = model;
        this.options = options;
        this.client = client;
    }

    private record Candidate(EntityChanges.Entity entity, double priority) {}

    /** Whether something of the newest state did not go. */
    boolean isWaiting() {
        return waiting > 0;
    }

    /** How many entities wait; any thread. */
    int waiting() {
        return waiting;
    }

    /**
     * Whether what was chosen for a revision may go as a difference to this base. A part that was chosen on a base that got lost
     * has entities as they were when that base was sent, which would be older than the state is: then another part of
     * a later revision has to be chosen.
     */
    boolean mayRepeat(long revision, @Nullable Baseline base) {
        return revision != chosen || chosenOn == Baseline.revisionOf(base);
    }

    /** What a client that has said to hold that revision is to hold after the next frame: all, or a part; null if it has to wait. */
    @Nullable
    Baseline choose(
            @Nullable Baseline base, Baseline target, Revision<S> revision, long held, long pathBytesPerSecond) {
        double seconds = refill(revision.clockNanos, pathBytesPerSecond);
        if (!isPartDone(base, held, revision.clockNanos)) {
            return null;
        }
        Attributes from = base == null ? Attributes.EMPTY : base.shared();
        Changes all = Changes.between(from, target.shared());
        int size = SyncFrameWriter.size(from, all) + ownSize(base, target) + HEADERS;
        if (size <= bytes) {
            bytes -= size;
            priorities.clear();
            waiting = 0;
            return target;
        } else if (bytes < HEADERS + LEAST_PART) {
            waiting = Math.max(1, waiting);
            age(seconds);
            return null;
        }
        return part(base, target, revision, seconds);
    }

    private double refill(long now, long pathBytesPerSecond) {
        double perSecond = Math.min(options.budget(), pathBytesPerSecond);
        double seconds = lastNanos == Long.MIN_VALUE ? BURST_SECONDS : (now - lastNanos) / NANOS;
        lastNanos = now;
        bytes = Math.min(perSecond * BURST_SECONDS, bytes + perSecond * seconds);
        return seconds;
    }

    private boolean isPartDone(@Nullable Baseline base, long held, long now) {
        if (part < 0) {
            return true;
        } else if (base != null && base.revision() >= part) {
            delayNanos = delayNanos == 0 ? now - partNanos : (7 * delayNanos + now - partNanos) / 8;
            part = -1;
            sent = Map.of();
            owed = Set.of();
            return true;
        } else if (now - partNanos < Math.max(LEAST_TIMEOUT_NANOS, 3 * delayNanos)) {
            return false;
        } else if (chosenOn > held && Baseline.revisionOf(base) >= chosenOn) {
            return false; // what it starts from is still under way, and so may the part be that waits for it
        }
        part = -1;
        priorities.putAll(sent);
        owed = sent.keySet();
        sent = Map.of();
        return true;
    }

    /** Time passes for what waits while nothing can be sent. */
    private void age(double seconds) {
        priorities.replaceAll((name, priority) -> priority + seconds);
    }

    private static int ownSize(@Nullable Baseline base, Baseline target) {
        Changes own = Changes.between(base == null ? Attributes.EMPTY : base.own(), target.own());
        return own.isEmpty() ? 0 : SyncFrameWriter.size(base == null ? Attributes.EMPTY : base.own(), own);
    }

    private Baseline part(@Nullable Baseline base, Baseline target, Revision<S> revision, double seconds) {
        EntityChanges all = EntityChanges.between(model, base, target);
        Attributes from = base == null ? Attributes.EMPTY : base.shared();
        Attributes ownFrom = base == null ? Attributes.EMPTY : base.own();
        double left = bytes - HEADERS - all.restSize();
        Map<EntityName, Double> first = new HashMap<>();
        Map<EntityName, Double> others = new HashMap<>();
        Map<EntityName, Long> older = new HashMap<>();
        EntityChanges.Part chosenOnes = all.part();
        for (Candidate candidate : byPriority(all, revision, seconds)) {
            EntityName name = candidate.entity().name();
            boolean must = first.isEmpty() || owed.contains(name);
            int size = must || left > 0 ? candidate.entity().size(from, ownFrom) : 0;
            if (must || (left > 0 && size <= left)) {
                left -= size;
                first.put(name, candidate.priority());
                chosenOnes.add(candidate.entity());
            } else {
                others.put(name, candidate.priority());
                older.put(name, Baseline.timeOrderOf(base, name));
            }
        }
        bytes = left;
        priorities = others;
        waiting = others.size();
        sent = first;
        part = revision.number;
        chosen = part;
        chosenOn = Baseline.revisionOf(base);
        partNanos = revision.clockNanos;
        return new Baseline(
                revision.number,
                target.timeOrder(),
                target.gameTimeNanos(),
                chosenOnes.shared().applyTo(from),
                List.of(),
                chosenOnes.own().applyTo(ownFrom),
                Map.copyOf(older));
    }

    /** NaN must not be passed on to what waits: it would always be first. */
    private static double atLeast(double weight) {
        return weight > Priority.LEAST ? weight : Priority.LEAST;
    }

    private List<Candidate> byPriority(EntityChanges all, Revision<S> revision, double seconds) {
        List<Candidate> candidates = new ArrayList<>();
        for (EntityChanges.Entity entity : all.entities()) {
            EntityName name = entity.name();
            double weight = options.priority()
                    .weight(
                            revision.snapshot.state(),
                            new Priority.Entity(name.table(), name.key(), entity.attributes()),
                            client);
            double priority = priorities.getOrDefault(name, 0.0) + atLeast(weight) * Math.max(seconds, 1e-3);
            candidates.add(new Candidate(entity, entity.isGone() ? priority + GONE_FIRST : priority));
        }
        candidates.sort(Comparator.comparing((Candidate candidate) ->
                        owed.contains(candidate.entity().name()))
                .thenComparingDouble(Candidate::priority)
                .reversed());
        return candidates;
    }
}
