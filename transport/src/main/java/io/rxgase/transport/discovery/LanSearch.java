package io.rxgase.transport.discovery;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.internal.guard.Guard;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

/** The news of a search as a stream: each subscriber gets a link and a search of its own. */
final class LanSearch extends Flowable<GameFound> {
    private static final Guard GUARD = new Guard(LoggerFactory.getLogger(LanSearch.class));
    private static final String SUBSCRIBER = "a subscriber of find()";

    private final LanSockets sockets;
    private final Supplier<Search> searches;

    LanSearch(LanSockets sockets, Supplier<Search> searches) {
        this.sockets = sockets;
        this.searches = searches;
    }

    @Override
    protected void subscribeActual(Subscriber<? super GameFound> subscriber) {
        Looking looking = new Looking(subscriber, searches.get());
        if (!GUARD.call(SUBSCRIBER, () -> subscriber.onSubscribe(looking))) {
            return;
        }
        // Not disposed of by cancel: a link that opens too late must be closed.
        try {
            Disposable unused = sockets.ask(looking).subscribe(looking::opened, looking::failed);
        } catch (Throwable thrown) {
            looking.failed(thrown);
        }
    }

    /** One subscriber. Everything but requests and the wish to cancel happens on the link's thread. */
    private static final class Looking implements Subscription, LanLink.Receiver {
        private final Search search;
        private final AtomicLong requested = new AtomicLong();

        /** Null from the end on: a stream that is over must not hold its subscriber. */
        private volatile @Nullable Subscriber<? super GameFound> subscriber;

        private volatile @Nullable LanLink link;
        private volatile boolean illegal;
        private Disposable next = Disposable.disposed();
        private boolean over;

        Looking(Subscriber<? super GameFound> subscriber, Search search) {
            this.subscriber = subscriber;
            this.search = search;
        }

        void opened(LanLink value) {
            link = value;
            value.execute(() -> ask(value));
        }

        void failed(Throwable error) {
            Subscriber<? super GameFound> last = subscriber;
            subscriber = null;
            if (last != null) {
                GUARD.call(SUBSCRIBER, () -> last.onError(error));
            }
        }

        private void ask(LanLink to) {
            if (ended(to)) {
                return;
            }
            to.sendToAll(search.ask(to.nanos()));
            next = to.schedule(LanDiscovery.INTERVAL.toNanos(), () -> ask(to));
            drain(to);
        }

        @Override
        public void receive(LanLink over, InetSocketAddress from, DiscoveryPacket packet) {
            search.receive(over.nanos(), from, packet);
            drain(over);
        }

        private void drain(LanLink from) {
            while (!ended(from) && requested.get() > 0) {
                Subscriber<? super GameFound> to = subscriber;
                GameFound news = to == null ? null : search.poll();
                if (to == null || news == null) {
                    return;
                }
                if (requested.get() != Long.MAX_VALUE) {
                    requested.decrementAndGet();
                }
                if (!GUARD.call(SUBSCRIBER, () -> to.onNext(news))) {
                    subscriber = null;
                }
            }
        }

        private boolean ended(LanLink open) {
            if (illegal) {
                failed(new IllegalArgumentException(
                        "rule 3.9 of reactive streams: request a positive number of games"));
            }
            if (subscriber == null && !over) {
                over = true;
                next.dispose();
                open.close();
            }
            return over;
        }

        @Override
        public void closed() {
            Subscriber<? super GameFound> last = subscriber;
            subscriber = null;
            next.dispose();
            over = true;
            if (last != null) {
                GUARD.call(SUBSCRIBER, last::onComplete);
            }
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                illegal = true;
            } else {
                requested.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
            }
            wake();
        }

        @Override
        public void cancel() {
            subscriber = null;
            wake();
        }

        private void wake() {
            LanLink open = link;
            if (open != null) {
                open.execute(() -> drain(open));
            }
        }
    }
}
