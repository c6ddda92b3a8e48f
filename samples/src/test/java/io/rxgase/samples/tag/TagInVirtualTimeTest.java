package io.rxgase.samples.tag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.client.Client;
import io.rxgase.core.loop.Ticks;
import io.rxgase.server.Backend;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A whole game, with clients and a bad network, on a TestScheduler: ten seconds take as long as the machine needs. */
class TagInVirtualTimeTest {
    private static final long SEED = Long.getLong("seed", 1L);
    private static final int PLAYERS = 5;
    private static final int PORT = 8080;
    private static final Duration STEP = Duration.ofMillis(20);

    /** What came of a game. */
    private record Played(long steps, String trace, Chase server, List<Chase> clients) {}

    @Test
    void shouldMakeExactlyFiveHundredStepsInTenSeconds() {
        assertThat(play(SEED).steps()).isEqualTo(500);
    }

    @Test
    void shouldGiveTheSameTraceFromTheSameSeed() {
        assertThat(play(SEED).trace()).isEqualTo(play(SEED).trace());
    }

    @Test
    void shouldGiveAnotherTraceFromAnotherSeed() {
        assertThat(play(SEED).trace()).isNotEqualTo(play(SEED + 1).trace());
    }

    @Test
    void shouldLeaveEveryClientWithTheServersState() {
        Played played = play(SEED);
        assertThat(played.server().players()).hasSize(PLAYERS);
        assertThat(played.clients())
                .hasSize(PLAYERS)
                .allSatisfy(state -> assertThat(state).as("-Dseed=%d", SEED).isEqualTo(played.server()));
    }

    private static Played play(long seed) {
        TestScheduler scheduler = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(scheduler, seed).with(NetworkConditions.CELLULAR.withLoss(0.05));
        MessageDigest digest = sha256();
        List<Client<Chase>> clients = new ArrayList<>();
        CompositeDisposable games = new CompositeDisposable();
        long[] steps = {0};
        try (Backend<Chase> backend = Backend.of(TagGame.logic(), Chase.EMPTY)
                .scheduler(scheduler)
                .transport(network.host("server"))
                .start("localhost", PORT)) {
            games.add(backend.store().snapshots().skip(1).subscribe(snapshot -> {
                steps[0]++;
                digest.update(snapshot.toString().getBytes(UTF_8));
            }));
            for (int i = 0; i < PLAYERS; i++) {
                games.add(join(network, scheduler, i, seed, clients));
            }
            scheduler.advanceTimeBy(10, TimeUnit.SECONDS);
            long made = steps[0];
            games.dispose();
            backend.machine().pause();
            scheduler.advanceTimeBy(2, TimeUnit.SECONDS);
            return new Played(
                    made,
                    HexFormat.of().formatHex(digest.digest()) + "/" + network.traceHash(),
                    backend.snapshot().state(),
                    clients.stream()
                            .map(client -> client.store().current().state())
                            .toList());
        }
    }

    private static Disposable join(
            SimulatedNetwork network, TestScheduler scheduler, int index, long seed, List<Client<Chase>> clients) {
        String name = "Bot " + index;
        Pilot bot = Pilot.bot(new SplittableRandom(seed * 31 + index));
        return Client.of(Chase.class)
                .transport(network.host(name))
                .connect("server", PORT)
                .doOnSuccess(clients::add)
                .flatMap(client -> Avatar.join(client, name))
                .flatMapCompletable(avatar -> avatar.play(bot, Ticks.fixed(STEP).on(scheduler)))
                .subscribe();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
