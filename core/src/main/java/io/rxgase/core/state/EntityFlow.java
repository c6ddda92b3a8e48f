package io.rxgase.core.state;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.rxgase.core.internal.guard.Guard;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

/**
 * What happens to the entities of one table, made for each subscriber from the states that it sees. A subscriber is a table as it was told
 * of it, and the newest one: the difference is what it has not been told yet. So a slow one costs two tables and the keys between them,
 * which share what they have in common, and is told of each key's last value only.
 *
 * <p>Keys are told in turn: one difference is told to its end, with the newest values, before the next one is found. Otherwise
 * entities that change all the time would keep a slow subscriber from those behind them.
 */
final class EntityFlow<S, K, V extends @Nullable Object> extends Flowable<EntityChange<K, V>> {
    private static final String SUBSCRIBER = "a subscriber of entities, which is cancelled,";

    private final Flowable<S> states;
    private final Function<? super S, ? extends Map<K, V>> table;
    private final Guard guard = new Guard(LoggerFactory.getLogger(EntityFlow.class));

    /**
     * A stream for any number of subscribers.
     *
     * @param states conflating, so that nobody waits for a subscriber that takes all of them
     */
    EntityFlow(Flowable<S> states, Function<? super S, ? extends Map<K, V>> table) {
        this.states = states;
        this.table = Objects.requireNonNull(table, "table");
    }

    @Override
    protected void subscribeActual(Subscriber<? super EntityChange<K, V>> subscriber) {
        Receiver receiver = new Receiver(subscriber);
        subscriber.onSubscribe(receiver);
        states.subscribe(receiver);
    }

    private StateMap<K, V> tableOf(S state) {
        Map<K, V> map = table.apply(state);
        if (map instanceof StateMap<K, V> same) {
            return same;
        } else if (map == null) {
            throw new NullPointerException("the function given to entities() returned null: return the state's table");
        }
        @SuppressWarnings("unchecked") // keys of a state are comparable
        Comparator<K> order = (Comparator<K>) Comparator.naturalOrder();
        return StateMap.copyOf(map, order);
    }

    /** One subscriber. The counter makes that only one thread at a time drains it; the others leave the work to that one. */
    private final class Receiver implements FlowableSubscriber<S>, Subscription {
        private final Subscriber<? super EntityChange<K, V>> subscriber;
        private final AtomicInteger work = new AtomicInteger();
        private final AtomicLong requested = new AtomicLong();
        private volatile @Nullable Subscription source;
        private volatile @Nullable StateMap<K, V> newest;
        private volatile @Nullable Throwable error;
        private volatile boolean completed;
        private volatile boolean cancelled;
        private volatile boolean misused;
        /** What the subscriber was told; of the draining thread, as the rest. */
        private @Nullable StateMap<K, V> told;
        /** The table to which the difference leads that is being told; null if there is none. */
        private @Nullable StateMap<K, V> target;

        private final Queue<K> keys = new ArrayDeque<>();

        Receiver(Subscriber<? super EntityChange<K, V>> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            source = subscription;
            if (cancelled) {
                subscription.cancel();
            } else {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(S state) {
            if (completed) {
                return;
            }
            try {
                newest = tableOf(state);
            } catch (Throwable e) { // the game's own code
                leaveSource();
                onError(e);
                if (e instanceof VirtualMachineError fatal && Guard.isFatal(fatal)) {
                    throw fatal;
                }
                return;
            }
            drain();
        }

        @Override
        public void onError(Throwable cause) {
            error = cause;
            onComplete();
        }

        @Override
        public void onComplete() {
            completed = true;
            drain();
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                misused = true;
            } else {
                requested.getAndUpdate(r -> r + n < 0 ? Long.MAX_VALUE : r + n);
            }
            drain();
        }

        @Override
        public void cancel() {
            cancelled = true;
            leaveSource();
            drain();
        }

        private void leaveSource() {
            Subscription from = source;
            if (from != null) {
                from.cancel();
            }
        }

        private void drain() {
            if (work.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                deliver();
                missed = work.addAndGet(-missed);
            } while (missed != 0);
        }

        private void deliver() {
            while (!cancelled) {
                // Read in this order: what came before the end is seen.
                boolean last = completed;
                StateMap<K, V> table = newest;
                if (misused) {
                    fail(new IllegalArgumentException("§3.9 violated: request at least 1"));
                } else if (last && error != null) {
                    fail(error);
                } else if (table != null && !isTold(table)) {
                    if (requested.get() == 0) {
                        return;
                    }
                    tellOne(table);
                } else if (last) {
                    end();
                    EntityFlow.this.guard.call(SUBSCRIBER, subscriber::onComplete);
                } else {
                    return;
                }
            }
            forget();
        }

        /** Whether there is nothing left to tell; looks for the next difference where the last one has been told. */
        @SuppressWarnings("ReferenceEquality") // identity: a table is the same or is compared
        private boolean isTold(StateMap<K, V> table) {
            while (true) {
                skipWhatIsToldAlready(table);
                if (!keys.isEmpty()) {
                    return false;
                } else if (target != null && target == table) {
                    // Nothing came meanwhile: the table itself, whose relation to its successors is known.
                    told = table;
                    target = null;
                }
                StateMap<K, V> known = told;
                if (known == table) {
                    return true;
                }
                StateMap<K, V> from = known == null
                        ? StateMap.ofTree(TreePMap.<K, V>empty(table.tree().comparator()))
                        : known;
                told = from;
                target = table;
                try {
                    table.changesSince(from).forEach(change -> keys.add(change.key()));
                } catch (Throwable e) { // equals() of a game's own
                    fail(e);
                    return true;
                }
            }
        }

        private void skipWhatIsToldAlready(StateMap<K, V> table) {
            while (!keys.isEmpty() && change(keys.element(), table) == null) {
                keys.remove();
            }
        }

        @SuppressWarnings("NullAway") // values may be null
        private @Nullable EntityChange<K, V> change(K key, StateMap<K, V> table) {
            StateMap<K, V> known = Objects.requireNonNull(told);
            boolean was = known.containsKey(key);
            boolean is = table.containsKey(key);
            if (was && is) {
                V before = known.get(key);
                V after = table.get(key);
                return Objects.equals(before, after) ? null : new EntityChange.Changed<>(key, before, after);
            } else if (is) {
                return new EntityChange.Added<>(key, table.get(key));
            }
            return was ? new EntityChange.Removed<>(key, known.get(key)) : null;
        }

        @SuppressWarnings("NullAway") // values may be null
        private void tellOne(StateMap<K, V> table) {
            K key = keys.remove();
            EntityChange<K, V> change = Objects.requireNonNull(change(key, table));
            StateMap<K, V> known = Objects.requireNonNull(told);
            told = change instanceof EntityChange.Removed<K, V> ? known.without(key) : known.with(key, table.get(key));
            requested.getAndUpdate(r -> r == Long.MAX_VALUE ? r : r - 1);
            if (!EntityFlow.this.guard.call(SUBSCRIBER, () -> subscriber.onNext(change))) {
                end();
            }
        }

        private void fail(Throwable cause) {
            if (!cancelled) {
                end();
                EntityFlow.this.guard.call(SUBSCRIBER, () -> subscriber.onError(cause));
            }
        }

        private void end() {
            cancelled = true;
            leaveSource();
        }

        private void forget() {
            keys.clear();
            told = null;
            target = null;
            newest = null;
        }
    }
}
