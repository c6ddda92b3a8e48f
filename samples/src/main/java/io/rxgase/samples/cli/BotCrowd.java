package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.client.Client;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.samples.tag.Avatar;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.transport.ConnectionEvent.Disconnected;
import io.rxgase.transport.netty.NettyTransport;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Bots, each a client of its own over UDP, all moved on one thread. */
final class BotCrowd implements AutoCloseable {
    /** How often a bot moves: once a tick of the game. */
    static final Duration STEP = Duration.ofMillis(20);

    private static final int PATIENCE_SECONDS = 2;
    private static final List<String> NAMES =
            List.of("Ada", "Bo", "Cleo", "Dov", "Edo", "Fay", "Gil", "Hana", "Ivo", "Juno", "Kim", "Lou");

    private final NettyTransport transport = NettyTransport.create();
    private final Timebase timebase = Timebase.live();
    private final List<Client<Chase>> clients;
    private final Disposable game;

    private BotCrowd(String host, int port, int count, long seed) {
        try {
            clients = Flowable.range(0, count)
                    .concatMapSingle(i -> Client.of(Chase.class)
                            .transport(transport)
                            .hello(name(i))
                            .connect(host, port))
                    .toList()
                    .blockingGet();
        } catch (RuntimeException e) {
            close(Disposable.disposed());
            throw e;
        }
        game = Flowable.range(0, count)
                .flatMapCompletable(i -> play(clients.get(i), name(i), Pilot.bot(new SplittableRandom(seed + i))))
                .subscribe(() -> {}, error -> {});
    }

    /** Connects them, one after the other. */
    static BotCrowd connect(String host, int port, int count, long seed) {
        return new BotCrowd(host, port, count, seed);
    }

    /** What a bot is called. */
    static String name(int index) {
        return index < NAMES.size() ? NAMES.get(index) : "Bot " + (index + 1);
    }

    int size() {
        return clients.size();
    }

    /** Why each connection ended, as they end. */
    Flowable<Disconnected> lost() {
        return Flowable.fromIterable(clients)
                .flatMap(client -> client.lifecycle().ofType(Disconnected.class), clients.size() + 1);
    }

    private Completable play(Client<Chase> client, String name, Pilot bot) {
        return Avatar.join(client, name)
                .flatMapCompletable(avatar -> avatar.play(bot, Ticks.fixed(STEP).on(timebase)))
                // One bot whose connection ends leaves the others alone; lost() tells why it did.
                .onErrorComplete();
    }

    /** Says farewell for all of them, and waits until that is heard or the patience is over. */
    @Override
    public void close() {
        close(game);
    }

    private void close(Disposable running) {
        running.dispose();
        transport
                .close()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .onErrorComplete()
                .blockingAwait();
        timebase.close();
    }
}
