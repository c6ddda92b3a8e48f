package io.rxgase.core.loop;

import io.reactivex.rxjava3.core.BackpressureOverflowStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeEmitter;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.internal.guard.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Runs what game logic asks the backend for, and turns each answer into an event. */
final class AsyncRequests {
    /** How many run at a time. */
    static final int MAX_RUNNING = 64;

    /** How many wait for their turn. */
    static final int MAX_WAITING = 1024;

    /** How long a request may take if nothing else is said. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final LongSupplier clock;
    private final Duration timeout;
    private final Guard guard;
    private final Set<Running> running = ConcurrentHashMap.newKeySet(MAX_RUNNING);
    private final Map<String, Function<? super Event, ? extends SingleSource<Event>>> functions =
            new ConcurrentHashMap<>();
    /** Called by the loop thread alone, so it need not be serialized. */
    private final PublishProcessor<Request> requests = PublishProcessor.create();

    private final RefusalLog failed;
    private final RefusalLog noRoom;
    private final RefusalLog unknown;

    /**
     * No functions yet.
     *
     * @param clock in nanoseconds, read on any thread
     * @param timeout how long a request may take
     */
    AsyncRequests(Logger log, LongSupplier clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
        this.guard = new Guard(log);
        failed = new RefusalLog(
                log,
                "requests to the backend ended with an error and have no answer",
                "map the error to an event if the game must know");
        noRoom = new RefusalLog(
                log,
                "requests to the backend found no room",
                "answer them faster, or ask less: " + MAX_RUNNING + " run at a time and " + MAX_WAITING + " wait");
        unknown = new RefusalLog(
                log,
                "requests to the backend have no function and no answer",
                "set it with GameStateMachine.async(type, function)");
    }

    void put(String type, Function<? super Event, ? extends SingleSource<Event>> function) {
        if (functions.putIfAbsent(type, function) != null) {
            throw new IllegalArgumentException("requests of type " + type + " have a function already");
        }
    }

    /** The answers, in the order in which they come; asked for as the inbox has room. */
    Flowable<Event> answers() {
        return requests.onBackpressureBuffer(
                        MAX_WAITING,
                        () -> noRoom.add("of " + MAX_WAITING + " that wait"),
                        BackpressureOverflowStrategy.DROP_LATEST)
                .flatMapMaybe(this::run, false, MAX_RUNNING);
    }

    /**
     * Ends the requests that have had their time. A function whose scheduler swallows what it throws, as RxJava's do with what they take
     * for fatal, never answers: it would keep its place for good. Called by the loop thread at each tick.
     */
    void expire(Progress progress) {
        if (running.isEmpty()) {
            return;
        }
        long now = clock.getAsLong();
        for (Running each : running) {
            if (now - each.deadlineNanos >= 0) {
                progress.begin("the end of the async request " + each.type);
                guard.call("the cancellation of the async request " + each.type, () -> each.answer.tryOnError(late()));
            }
        }
    }

    private TimeoutException late() {
        return new TimeoutException(
                "no answer after " + timeout.toMillis() / 1e3
                        + " s: its function takes longer (see asyncTimeout), or ended without an answer, as on another thread with an Error");
    }

    /** Called by the loop thread, which says what it is at. */
    void start(List<Outgoing> outgoing, Progress progress) {
        for (Outgoing each : outgoing) {
            if (each.to() instanceof Audience.One one && one.client().isBackend()) {
                Function<? super Event, ? extends SingleSource<Event>> function =
                        functions.get(each.event().type());
                if (function == null) {
                    unknown.add("of type " + each.event().type());
                } else {
                    progress.begin("the async function of " + each.event().type());
                    requests.onNext(new Request(each.event(), function));
                }
            }
        }
    }

    private Maybe<Event> run(Request request) {
        return Maybe.<Event>create(answer -> {
                    Running entry = new Running(request.event().type(), clock.getAsLong() + timeout.toNanos(), answer);
                    running.add(entry);
                    ask(request, entry);
                })
                .doOnError(error -> failed.add("of type " + request.event().type(), error))
                .onErrorComplete();
    }

    /** Not Single.defer, which rethrows what RxJava takes for fatal, through the processor that all requests share. */
    private void ask(Request request, Running entry) {
        MaybeEmitter<Event> answer = entry.answer;
        SerialDisposable asked = new SerialDisposable();
        answer.setCancellable(() -> {
            running.remove(entry);
            asked.dispose();
        });
        try {
            SingleSource<Event> source = Objects.requireNonNull(
                    request.function().apply(request.event()), "the async function returned null: return a Single");
            asked.set(Single.wrap(source).subscribe(answer::onSuccess, answer::tryOnError));
        } catch (Throwable thrown) {
            answer.tryOnError(Round.survivable(thrown));
        }
    }

    private record Request(Event event, Function<? super Event, ? extends SingleSource<Event>> function) {}

    /** One that was asked and has not answered; each is one of its own. */
    private static final class Running {
        final String type;
        final long deadlineNanos;
        final MaybeEmitter<Event> answer;

        Running(String type, long deadlineNanos, MaybeEmitter<Event> answer) {
            this.type = type;
            this.deadlineNanos = deadlineNanos;
            this.answer = answer;
        }
    }

    long failedCount() {
        return failed.count();
    }

    long droppedCount() {
        return noRoom.count() + unknown.count();
    }
}
