package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.exceptions.CompositeException;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Several ports as one, the first of which gives the address. Connections of one transport have numbers of their own on
 * whichever port. If one of them ends by itself, the others are closed: a server that half of its clients can't reach must not look alive.
 */
record Ports(List<Listener> listeners) implements Listener {
    @Override
    public InetSocketAddress localAddress() {
        return listeners.get(0).localAddress();
    }

    @Override
    public Flowable<ConnectionEvent> events() {
        return Flowable.defer(() -> {
            AtomicBoolean lost = new AtomicBoolean();
            CompletableSubject cut = CompletableSubject.create();
            List<Flowable<ConnectionEvent>> each = listeners.stream()
                    .map(listener -> listener.events().doOnError(error -> ended(error, lost, cut)))
                    .toList();
            // The error comes last, after the end of each connection; but a loop that hangs never gets there.
            return Flowable.mergeDelayError(each, each.size())
                    .onErrorResumeNext(error -> Flowable.error(first(error)))
                    .takeUntil(cut.<ConnectionEvent>toFlowable());
        });
    }

    private void ended(Throwable error, AtomicBoolean lost, CompletableSubject cut) {
        if (!(error instanceof TransportException)) {
            cut.onError(error); // a matter of this subscriber's, such as one that has fallen too far behind
        } else if (lost.compareAndSet(false, true)) {
            var unused = close("the server has lost one of its ports").subscribe(() -> {}, cut::onError);
        }
    }

    /** More than one may end in the same moment. */
    private static Throwable first(Throwable error) {
        return error instanceof CompositeException several
                ? several.getExceptions().get(0)
                : error;
    }

    @Override
    public void offerState(StateSource source) {
        listeners.forEach(listener -> listener.offerState(source));
    }

    @Override
    public Batch batch() {
        return listeners.get(0).batch();
    }

    @Override
    public long datagramsDropped() {
        return listeners.stream().mapToLong(Listener::datagramsDropped).sum();
    }

    @Override
    public Map<String, Long> drops() {
        Map<String, Long> sum = new TreeMap<>();
        listeners.forEach(listener -> listener.drops().forEach((rule, count) -> sum.merge(rule, count, Long::sum)));
        return sum;
    }

    @Override
    public boolean isOnEventLoop() {
        return listeners.stream().anyMatch(Listener::isOnEventLoop);
    }

    @Override
    public Completable close(String detail) {
        return Completable.mergeDelayError(
                listeners.stream().map(listener -> listener.close(detail)).toList());
    }
}
