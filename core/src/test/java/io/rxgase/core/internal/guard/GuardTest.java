package io.rxgase.core.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

class GuardTest {
    private final List<VirtualMachineError> fatal = new ArrayList<>();
    private final Guard guard = new Guard(LoggerFactory.getLogger(GuardTest.class), fatal::add);

    @Test
    void shouldKeepWhateverIsThrown() {
        assertThat(guard.call("a test", () -> {})).isTrue();
        for (Throwable error : List.of(
                new IllegalStateException(),
                new AssertionError(),
                new StackOverflowError(),
                new NoClassDefFoundError(),
                new InterruptedException(),
                new OutOfMemoryError("of the test"))) {
            assertThat(guard.call("a test", () -> {
                        throw error;
                    }))
                    .isFalse();
        }

        assertThat(guard.count()).isEqualTo(6);
        assertThat(fatal).singleElement().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void shouldSurviveAnErrorWhoseTextCannotBeHad() {
        guard.call("a test", () -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new AssertionError("not even that");
                }
            };
        });

        assertThat(guard.count()).isPositive();
    }

    @Test
    void shouldRethrowAFatalErrorIfNobodyWantsIt() {
        Guard strict = new Guard(LoggerFactory.getLogger(GuardTest.class));
        assertThatThrownBy(() -> strict.call("a test", () -> {
                    throw new OutOfMemoryError("of the test");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void shouldCancelASubscriberThatThrowsAndServeTheOthers() {
        PublishProcessor<Integer> source = PublishProcessor.create();
        Flowable<Integer> stream = guard.stream("a subscriber", source);
        var unused = stream.subscribe(value -> {
            throw new NoClassDefFoundError("of the test");
        });
        TestSubscriber<Integer> other = stream.test();

        source.onNext(1);
        source.onNext(2);

        other.assertValues(1, 2);
        assertThat(guard.count()).isEqualTo(1);
    }

    @Test
    void shouldTellEveryObserverOfAnOutcome() {
        CompletableSubject source = CompletableSubject.create();
        var unused = guard.outcome("an observer", source).subscribe(() -> {
            throw new NoClassDefFoundError("of the test");
        });
        var other = guard.outcome("an observer", source).test();

        source.onComplete();

        other.assertComplete();
        assertThat(guard.count()).isEqualTo(1);
    }

    @Test
    void shouldTurnWhatAPublisherThrowsIntoItsError() {
        Publisher<Integer> refusing = subscriber -> {
            throw new LinkageError("of the test");
        };
        Publisher<Integer> late = subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                throw new AssertionError("in request");
            }

            @Override
            public void cancel() {
                throw new AssertionError("in cancel");
            }
        });

        guard.source("a publisher", refusing).test().assertError(LinkageError.class);
        guard.source("a publisher", late).test().assertError(AssertionError.class);
        guard.source("a publisher", late).test(0).cancel();
    }
}
