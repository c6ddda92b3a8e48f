package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.transport.internal.guard.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Who would block the loop that brings an outcome about is found out behind whatever operators, of which the transport knows nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingForItselfTest {
    private final Completable outcome = Outcome.of("send", CompletableSubject.create(), () -> true);

    /** An operator of an application. */
    private static final class Wrapped extends Completable {
        private final Completable source;

        Wrapped(Completable source) {
            this.source = source;
        }

        @Override
        protected void subscribeActual(CompletableObserver observer) {
            Caller.call(() -> source.subscribe(observer));
        }
    }

    private static final class Caller {
        static void call(Runnable code) {
            code.run();
        }
    }

    /** Has nothing to do with streams. */
    private static final class Elsewhere {
        static boolean blockingIsItNot(Completable source) {
            source.test().assertNoErrors().assertNotComplete();
            return true;
        }
    }

    @Test
    void shouldRefuseWhoBlocksBehindOperatorsOfRxJava() {
        assertThatThrownBy(() -> Completable.complete()
                        .andThen(outcome)
                        .onErrorResumeNext(Completable::error)
                        .blockingAwait())
                .hasMessageContaining("wait for itself");
    }

    @Test
    void shouldRefuseWhoBlocksBehindOperatorsOfTheirOwn() {
        assertThatThrownBy(() -> new Wrapped(new Wrapped(outcome)).blockingAwait())
                .hasMessageContaining("wait for itself");
    }

    @Test
    void shouldRefuseWhoBlocksBehindAGuard() {
        Guard guard = new Guard(LoggerFactory.getLogger(WaitingForItselfTest.class));

        assertThatThrownBy(() -> guard.outcome("an observer", outcome).blockingAwait())
                .hasMessageContaining("wait for itself");
        assertThatThrownBy(() -> guard.outcome("an observer", Completable.complete())
                        .andThen(outcome)
                        .blockingAwait())
                .hasMessageContaining("wait for itself");
    }

    @Test
    void shouldLetThoseGoOnWhoDoNotWait() {
        new Wrapped(outcome).test().assertNoErrors().assertNotComplete();
        assertThat(Elsewhere.blockingIsItNot(outcome)).isTrue();
    }
}
