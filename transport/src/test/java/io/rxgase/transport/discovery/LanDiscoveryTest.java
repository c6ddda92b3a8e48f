package io.rxgase.transport.discovery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.SubscriberCrowd;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts and seekers on one local network, in virtual time. */
class LanDiscoveryTest {
    private static final Announcement ALICE =
            Announcement.of("test.tag", "Alice's game").withPlayers(2, 8);

    private final TestScheduler time = new TestScheduler();
    private final VirtualLan lan = new VirtualLan(time);
    private final LanDiscovery host = lan.machine(1);
    private final LanDiscovery seeker = lan.machine(2);
    private final InetSocketAddress game = new InetSocketAddress("0.0.0.0", 7777);

    private Disposable announce(LanDiscovery by, Announcement what) {
        Disposable announced = by.announce(game, Flowable.just(what)).subscribe();
        time.triggerActions();
        return announced;
    }

    @Test
    void shouldFindAGameWithItsAddressPlayersAndPing() {
        announce(host, ALICE);
        TestSubscriber<GameFound> found = seeker.find("test.tag").test();
        time.advanceTimeBy(2, MILLISECONDS);
        assertThat(found.values()).singleElement().satisfies(news -> {
            assertThat(news.name()).isEqualTo("Alice's game");
            assertThat(news.application()).isEqualTo("test.tag");
            assertThat(news.address()).isEqualTo(new InetSocketAddress("10.0.0.1", 7777));
            assertThat(news.players()).isEqualTo(2);
            assertThat(news.places()).isEqualTo(8);
            assertThat(news.ping()).isEqualTo(Duration.ofMillis(2));
            assertThat(news.gone()).isFalse();
        });
    }

    @Test
    void shouldTellAnewWhatHasChanged() {
        BehaviorProcessor<Announcement> says = BehaviorProcessor.createDefault(ALICE);
        Disposable announced = host.announce(game, says).subscribe();
        TestSubscriber<GameFound> found = seeker.find("test.tag").test();
        time.advanceTimeBy(10, MILLISECONDS);
        says.onNext(ALICE.withPlayers(3, 8));
        lan.delayNanos = 5_000_000;
        time.advanceTimeBy(1, SECONDS);
        assertThat(found.values()).extracting(GameFound::players).containsExactly(2, 3);
        assertThat(found.values())
                .extracting(GameFound::ping)
                .containsExactly(Duration.ofMillis(2), Duration.ofMillis(10));
        announced.dispose();
    }

    @Test
    void shouldHearAFarewellAtOnce() {
        Disposable announced = announce(host, ALICE);
        TestSubscriber<GameFound> found = seeker.find("").test();
        time.advanceTimeBy(10, MILLISECONDS);
        announced.dispose();
        time.advanceTimeBy(1, MILLISECONDS);
        assertThat(found.values()).extracting(GameFound::gone).containsExactly(false, true);
        assertThat(found.values().get(1).id()).isEqualTo(found.values().get(0).id());
        assertThat(lan.openLinks()).isOne();
    }

    @Test
    void shouldMissAGameThatFellSilentAndFindItAgain() {
        announce(host, ALICE);
        TestSubscriber<GameFound> found = seeker.find("").test();
        time.advanceTimeBy(10, MILLISECONDS);
        lan.broken = true;
        time.advanceTimeBy(LanDiscovery.SILENCE.toMillis() - 20, MILLISECONDS);
        assertThat(found.values()).hasSize(1);
        time.advanceTimeBy(LanDiscovery.INTERVAL.toMillis() + 20, MILLISECONDS);
        assertThat(found.values()).extracting(GameFound::gone).containsExactly(false, true);
        lan.broken = false;
        time.advanceTimeBy(1, SECONDS);
        assertThat(found.values()).extracting(GameFound::gone).containsExactly(false, true, false);
    }

    @Test
    void shouldShowEachGameOnceHoweverManyAreFound() {
        for (int i = 0; i < 5; i++) {
            announce(lan.machine(10 + i), Announcement.of("test.tag", "Game " + i));
        }
        announce(lan.machine(20), Announcement.of("test.chess", "Quiet game"));
        TestSubscriber<GameFound> found = seeker.find("test.tag").test();
        time.advanceTimeBy(500, MILLISECONDS);
        assertThat(found.values()).hasSize(5).extracting(GameFound::id).doesNotHaveDuplicates();
        assertThat(found.values()).extracting(GameFound::name).doesNotContain("Quiet game");
        TestSubscriber<GameFound> everything = seeker.find("").test();
        time.advanceTimeBy(500, MILLISECONDS);
        assertThat(everything.values()).hasSize(6);
    }

    @Test
    void shouldKeepOnlyTheNewestOfEachGameForASlowSubscriber() {
        announce(host, ALICE);
        announce(lan.machine(3), Announcement.of("test.tag", "Bob's game"));
        TestSubscriber<GameFound> found = seeker.find("test.tag").test(0);
        time.advanceTimeBy(60_500, MILLISECONDS);
        found.assertNoValues();
        lan.delayNanos = 7_000_000;
        time.advanceTimeBy(1, SECONDS);
        found.request(10);
        time.triggerActions();
        assertThat(found.values()).hasSize(2).extracting(GameFound::ping).containsOnly(Duration.ofMillis(14));
    }

    @Test
    void shouldSayNothingOfAGameThatCameAndWentUnseen() {
        Disposable announced = announce(host, ALICE);
        TestSubscriber<GameFound> found = seeker.find("test.tag").test(0);
        time.advanceTimeBy(2, SECONDS);
        announced.dispose();
        time.advanceTimeBy(2, SECONDS);
        found.request(10);
        time.advanceTimeBy(1, SECONDS);
        found.assertNoValues().assertNotComplete();
    }

    @Test
    void shouldSendNothingWhileNobodyLooks() {
        announce(host, ALICE);
        TestSubscriber<GameFound> found = seeker.find("test.tag").test();
        time.advanceTimeBy(1, SECONDS);
        found.cancel();
        time.triggerActions();
        int before = lan.datagrams;
        time.advanceTimeBy(1, java.util.concurrent.TimeUnit.HOURS);
        assertThat(lan.datagrams).isEqualTo(before);
        assertThat(lan.openLinks()).isOne();
    }

    @Test
    void shouldCompleteWhatGoesOnWhenClosed() {
        var announced = host.announce(game, Flowable.just(ALICE)).test();
        TestSubscriber<GameFound> found = seeker.find("test.tag").test();
        time.advanceTimeBy(10, MILLISECONDS);
        host.close();
        seeker.close();
        announced.assertComplete();
        found.assertComplete();
        assertThat(lan.openLinks()).isZero();
    }

    @Test
    void shouldTellWhatIsWrongWithTheArguments() {
        assertThatThrownBy(() -> host.announce(new InetSocketAddress("10.0.0.1", 0), Flowable.just(ALICE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backend.localAddress()");
        assertThatThrownBy(() -> seeker.find("x".repeat(65))).hasMessageContaining("at most 64");
        assertThatThrownBy(() -> Announcement.of("", "name")).hasMessageContaining("com.example.tag");
        assertThatThrownBy(() -> ALICE.withPlayers(-1, 2)).hasMessageContaining("0 to 65535");
    }

    @Test
    void shouldPassOnTheErrorOfTheAnnouncements() {
        host.announce(game, Flowable.error(new IllegalStateException("no game")))
                .test()
                .assertFailure(IllegalStateException.class);
        time.triggerActions();
        assertThat(lan.openLinks()).isZero();
        assertThat(List.of(host.reading(), seeker.reading())).containsOnly(new DiscoveryStats(0, 0, 0, 0, 0, 0));
    }

    /** Subscribers that come, ask, leave, throw and act within their own calls, in any order: who only listens misses nothing. */
    @Test
    void shouldTellWhoListensWhateverOtherSeekersDo() {
        long first = Long.getLong("seed", 20_265);
        for (long seed = first; seed < first + 2; seed++) {
            new LanDiscoveryTest().playWithACrowd(seed);
        }
    }

    private void playWithACrowd(long seed) {
        TestSubscriber<GameFound> listener = seeker.find("").test();
        SubscriberCrowd<GameFound> crowd = new SubscriberCrowd<>(seed, seeker.find(""));
        for (int step = 0; step < 400; step++) {
            crowd.act();
            if (step % 20 == 0) {
                announce(lan.machine(3 + step / 20), Announcement.of("test.tag", "Game " + step));
            }
            time.advanceTimeBy(50, MILLISECONDS);
        }
        time.advanceTimeBy(1, SECONDS);
        crowd.leave();
        time.triggerActions();
        crowd.check();
        String replay = "replay with -Dseed=" + seed;
        assertThat(crowd.hasTriedEverything()).as(replay).isTrue();
        listener.assertNoErrors().assertNotComplete();
        assertThat(listener.values()).as(replay).extracting(GameFound::name).contains("Game 0", "Game 200", "Game 380");
        // Those of 20 hosts and of the listener; who has left, or has thrown, keeps none.
        assertThat(lan.openLinks()).as(replay).isEqualTo(21);
    }
}
