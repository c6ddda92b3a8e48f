package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.exceptions.CompositeException;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The events of listeners that share their fate: if one of them ends by itself, the others are closed. */
public final class JoinedEvents {
    private JoinedEvents() {}

    /**
     * Joins the events of several listeners.
     *
     * @param parts the listeners
     * @param close closes all of them, when one is lost; subscribed to once for each subscriber of the stream
     * @return completes when all have ended; fails after the end of each connection if one of them was lost, and at once if this
     *     subscriber is at fault, as one is that has fallen too far behind
     */
    public static Flowable<ConnectionEvent> of(List<? extends Listener> parts, Supplier<Completable> close) {
        return Flowable.defer(() -> {
            AtomicBoolean lost = new AtomicBoolean();
            CompletableSubject cut = CompletableSubject.create();
            List<Flowable<ConnectionEvent>> each = parts.stream()
                    .map(part -> part.events().doOnError(error -> ended(error, lost, cut, close)))
                    .toList();
            // The error comes last, after the end of each connection; but a loop that hangs never gets there.
            return Flowable.mergeDelayError(each, each.size())
                    .onErrorResumeNext(error -> Flowable.error(first(error)))
                    .takeUntil(cut.<ConnectionEvent>toFlowable());
        });
    }

    private static void ended(
            Throwable error, AtomicBoolean lost, CompletableSubject cut, Supplier<Completable> close) {
        if (!(error instanceof TransportException)) {
            cut.onError(error);
        } else if (lost.compareAndSet(false, true)) {
            // Those who hear of it are told why they lose their connection; who has ended already does nothing.
            var unused = close.get().subscribe(() -> {}, cut::onError);
        }
    }

    /** More than one may end in the same moment. */
    private static Throwable first(Throwable error) {
        return error instanceof CompositeException several
                ? several.getExceptions().get(0)
                : error;
    }
}
