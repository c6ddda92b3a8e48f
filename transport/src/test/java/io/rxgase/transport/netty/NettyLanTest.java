package io.rxgase.transport.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.Prerequisite;
import io.rxgase.testkit.UdpPorts;
import io.rxgase.transport.NetworkAddresses;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.discovery.Announcement;
import io.rxgase.transport.discovery.GameFound;
import io.rxgase.transport.discovery.LanDiscovery;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Discovery over real sockets, each program with a discovery of its own. */
@Timeout(120)
class NettyLanTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final Announcement ALICE = Announcement.of("test.tag", "Alice's game");
    private static final Announcement BOB = Announcement.of("test.tag", "Bob's game");

    private final int port = UdpPorts.free();
    private final LanDiscovery alice = NettyLan.discovery(port);
    private final LanDiscovery bob = NettyLan.discovery(port);
    private final LanDiscovery carol = NettyLan.discovery(port);

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        carol.close();
    }

    private static void await(Flowable<GameFound> games) {
        games.take(1).test().awaitDone(PATIENCE_SECONDS, SECONDS).assertValueCount(1);
    }

    private static InetSocketAddress on(String address, int gamePort) {
        return new InetSocketAddress(address, gamePort);
    }

    @Test
    void shouldFindTwoHostsOnThisMachineAndMissTheOneThatLeaves() {
        Disposable aliceHosts =
                alice.announce(on("127.0.0.1", 7001), Flowable.just(ALICE)).subscribe();
        Disposable bobHosts =
                bob.announce(on("127.0.0.1", 7002), Flowable.just(BOB)).subscribe();
        Flowable<GameFound> games = carol.find("test.tag").replay().refCount();

        TestSubscriber<String> found =
                games.map(GameFound::name).distinct().take(2).test();
        found.awaitDone(PATIENCE_SECONDS, SECONDS).assertComplete();
        assertThat(found.values()).containsExactlyInAnyOrder("Alice's game", "Bob's game");

        // Only who has heard of a game hears of its end. Bob's may be thought gone when the machine stands still for
        // too long,
        // but it comes back.
        TestSubscriber<GameFound> gone = carol.find("test.tag")
                .doOnNext(game -> {
                    if (game.name().equals("Alice's game")) {
                        aliceHosts.dispose();
                    }
                })
                .filter(game -> game.gone() && game.name().equals("Alice's game"))
                .take(1)
                .test();
        gone.awaitDone(PATIENCE_SECONDS, SECONDS).assertValueCount(1);
        TestSubscriber<GameFound> left = carol.find("test.tag").take(1).test();
        left.awaitDone(PATIENCE_SECONDS, SECONDS)
                .assertValue(game -> game.name().equals("Bob's game"));
        bobHosts.dispose();
    }

    @Test
    void shouldFindAHostUnderAnAddressOfThisMachine() {
        Disposable hosts =
                alice.announce(on("0.0.0.0", 7001), Flowable.just(ALICE)).subscribe();
        TestSubscriber<GameFound> found = carol.find("").take(1).test();
        found.awaitDone(PATIENCE_SECONDS, SECONDS).assertComplete();
        GameFound game = found.values().get(0);
        assertThat(game.address().getPort()).isEqualTo(7001);
        assertThat(NetworkAddresses.available()).contains(game.address().getAddress());
        assertThat(game.ping()).isPositive();
        hosts.dispose();
    }

    @Test
    void shouldFindAHostThatListensOnIpv6Only() {
        InetAddress ipv6 = NetworkAddresses.available().stream()
                .filter(address -> address instanceof Inet6Address && !address.isLoopbackAddress())
                .findFirst()
                .orElse(null);
        Prerequisite.need(
                ipv6 != null,
                "IPv6 beyond itself, so no multicast over it",
                "give an interface an address, such as: ip -6 addr add fd00::2/64 dev eth0");
        Disposable hosts = alice.announce(new InetSocketAddress(ipv6, 7001), Flowable.just(ALICE))
                .subscribe();
        TestSubscriber<GameFound> found = carol.find("test.tag").take(1).test();
        found.awaitDone(PATIENCE_SECONDS, SECONDS).assertComplete();
        assertThat(found.values().get(0).address().getAddress()).isInstanceOf(Inet6Address.class);
        hosts.dispose();
    }

    @Test
    void shouldCountWhatIsNoQuestion() throws Exception {
        Disposable hosts =
                alice.announce(on("127.0.0.1", 7001), Flowable.just(ALICE)).subscribe();
        await(carol.find("test.tag"));
        try (DatagramSocket stranger = new DatagramSocket()) {
            stranger.send(new DatagramPacket(new byte[300], 300, InetAddress.getLoopbackAddress(), port));
        }
        // Alice has one socket, which takes what comes in order: this question comes behind it.
        await(carol.find("test.tag"));
        assertThat(alice.reading().malformed()).isEqualTo(1);
        assertThat(alice.reading().answered()).isGreaterThanOrEqualTo(2);
        assertThat(carol.reading().heard()).isGreaterThanOrEqualTo(2);
        hosts.dispose();
    }

    @Test
    void shouldSayThatThePortIsNotShared() throws Exception {
        try (DatagramSocket greedy = new DatagramSocket(null)) {
            greedy.setReuseAddress(false);
            greedy.bind(new InetSocketAddress("0.0.0.0", port));
            alice.announce(on("127.0.0.1", 7001), Flowable.just(ALICE))
                    .test()
                    .awaitDone(PATIENCE_SECONDS, SECONDS)
                    .assertError(error -> error instanceof TransportException
                            && String.valueOf(error.getMessage()).contains("in use"));
        }
    }

    @Test
    void shouldSayThatItWasClosed() {
        carol.close();
        carol.find("test.tag")
                .test()
                .awaitDone(PATIENCE_SECONDS, SECONDS)
                .assertError(error -> String.valueOf(error.getMessage()).contains("create a new one"));
    }
}
