package io.rxgase.transport.discovery;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Finds games on the local network, and lets a game be found. Over UDP it is made by {@code NettyLan.discovery()}.
 *
 * <pre>{@code
 * LanDiscovery lan = NettyLan.discovery();
 * Announcement says = Announcement.of("com.example.tag", "Alice's game");
 * Disposable announced = lan.announce(backend.localAddress(), Flowable.just(says)).subscribe();   // in the host
 * lan.find("com.example.tag").subscribe(game -> System.out.println(game));                        // in the others
 * }</pre>
 *
 * <p>Who looks asks everybody near each {@link #INTERVAL}, by IPv4 broadcast and IPv6 multicast; who hosts answers. So nothing is
 * sent while nobody looks, and the answer measures the ping. Several programs on one machine can look and host at once. What is
 * beyond a router is not found. Nothing is authenticated: a name in a list is a claim.
 *
 * <p>Methods may be called from any thread, do not block, and signal on the discovery's own thread.
 */
public final class LanDiscovery implements AutoCloseable {
    /** The UDP port on which hosts hear questions, unless another is chosen. */
    public static final int PORT = 21_112;

    /** How often one who looks asks. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A game that has not been heard for so long has gone; that is looked at with each question. */
    public static final Duration SILENCE = Duration.ofSeconds(4);

    /** The most games that a search knows at a time; answers of further ones are dropped and counted. */
    public static final int MOST_GAMES = 256;

    /** The most questions that a host answers in a second; further ones are dropped and counted. */
    public static final int ANSWERS_PER_SECOND = 200;

    private final LanSockets sockets;
    private final LongSupplier random;
    private final Tally tally = new Tally();

    /**
     * Made by an adapter.
     *
     * @param sockets to the local network; closed with the discovery
     * @param random numbers that others on the network cannot guess, all 64 bits; called on any thread
     */
    public LanDiscovery(LanSockets sockets, LongSupplier random) {
        this.sockets = Objects.requireNonNull(sockets, "sockets");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Looks for games of one kind.
     *
     * <p>Overflow: conflates by game. Whoever requests slowly gets of each game the newest news only, and nothing of one that came
     * and went meanwhile; at most {@value #MOST_GAMES} games are held.
     *
     * @param application as in {@link Announcement#application()}
     * @return each game once when it is found, again with each answer, about once a second, and last when it has gone. Each
     *     subscriber makes a search of its own, which lasts until it cancels. Ends with
     *     {@link io.rxgase.transport.TransportException} if no socket can be opened, completes when this is closed
     * @throws IllegalArgumentException if the application is longer than 64 bytes of UTF-8
     */
    public Flowable<GameFound> find(String application) {
        Announcement.check("application", application);
        return new LanSearch(sockets, () -> new Search(application, random, tally));
    }

    /**
     * Lets others find a game, while subscribed. Answers with the newest announcement, and says farewell when disposed of to those
     * who asked latest.
     *
     * <p>A game that listens on a loopback address is found by this machine only. One that listens on one other address is found
     * as the machine's address on the way to whoever asks; on a machine in several networks let it listen on all.
     *
     * @param game where the game listens, such as {@code backend.localAddress()}; resolved
     * @param announcements what to say from now on; requested without bound, only the newest is kept. Its end changes nothing
     * @return ends with {@link io.rxgase.transport.TransportException} if the port cannot be shared, and with the error of the
     *     announcements; completes when this is closed
     * @throws IllegalArgumentException if the address is not resolved or has no port
     */
    public Completable announce(InetSocketAddress game, Flowable<Announcement> announcements) {
        if (game.isUnresolved() || game.getPort() == 0) {
            throw new IllegalArgumentException(
                    game + " is no address to connect to: give that on which the game listens, backend.localAddress()");
        }
        Objects.requireNonNull(announcements, "announcements");
        return Completable.create(emitter -> {
            Hosting hosting = new Hosting(new Announcer(game, random.getAsLong(), tally), emitter);
            emitter.setCancellable(hosting::end);
            hosting.start(sockets.answer(game, hosting), announcements);
        });
    }

    /**
     * What became of the datagrams of all searches and announcements.
     *
     * @return counts since this was made
     */
    public DiscoveryStats reading() {
        return tally.read();
    }

    /** Ends all searches and announcements. */
    @Override
    public void close() {
        sockets.close();
    }
}
