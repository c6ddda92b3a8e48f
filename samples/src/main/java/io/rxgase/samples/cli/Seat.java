package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.rxgase.client.Client;
import io.rxgase.pygase.Pygase;
import io.rxgase.samples.tag.Avatar;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.samples.tag.Player;
import io.rxgase.samples.tag.view.Network;
import io.rxgase.samples.tag.view.Stage;
import io.rxgase.samples.tag.view.View;
import io.rxgase.transport.ConnectionEvent.Disconnected;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.netty.ConditionedRelay;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One person's place in the game: a client, and a view of it. */
final class Seat implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 2;
    private static final long RELAY_SEED = 1;

    private final Console console;
    private final SeatOptions options;
    private final Dialect dialect;
    private final String name;
    private final @Nullable ConditionedRelay relay;
    private final Client<Chase> client;

    private Seat(
            Console console,
            SeatOptions options,
            Dialect dialect,
            String name,
            @Nullable ConditionedRelay relay,
            Client<Chase> client) {
        this.console = console;
        this.options = options;
        this.dialect = dialect;
        this.name = name;
        this.relay = relay;
        this.client = client;
    }

    /** Connects; through a relay on this machine if the network may be made worse. */
    static Seat connect(Console console, SeatOptions options, Dialect dialect, String host, int port, String name) {
        String clean = Player.cleanName(name, "Player");
        ConditionedRelay relay = relay(console, options, host, port);
        InetSocketAddress near = relay == null ? null : relay.localAddress();
        try {
            Client<Chase> client = Client.of(Chase.class)
                    .dialect(dialect)
                    // PyGaSe's wire has no place for it; the name goes with JOIN as well.
                    .hello(dialect.equals(Pygase.dialect()) ? "" : clean)
                    .blockingConnect(
                            near == null ? host : near.getAddress().getHostAddress(),
                            near == null ? port : near.getPort());
            return new Seat(console, options, dialect, clean, relay, client);
        } catch (RuntimeException e) {
            if (relay != null) {
                relay.close();
            }
            throw e;
        }
    }

    private static @Nullable ConditionedRelay relay(Console console, SeatOptions options, String host, int port) {
        Network network = options.network();
        if (network == null && !options.view().isInteractive(console)) {
            return null;
        }
        InetSocketAddress target = new InetSocketAddress(host, port);
        // Of a host that is not known the transport tells better.
        return target.isUnresolved()
                ? null
                : ConditionedRelay.open(target, (network == null ? Network.PERFECT : network).conditions(), RELAY_SEED)
                        .blockingGet();
    }

    /**
     * Plays, or only watches, until somebody or something ends it.
     *
     * @param join whether to join the game even where a bot has to move the player for want of keys
     * @param over completes when it is time to go
     * @return why the connection ended, empty if we leave by our own will
     */
    Optional<Disconnected> take(boolean join, Completable over) {
        CompositeDisposable running = new CompositeDisposable();
        ViewChoice.Opened opened = options.view().open(console, "RxGaSe tag: " + name);
        try (View view = opened.view();
                Stage stage = Stage.open(client, view, opened.notice())) {
            running.add(view.network().subscribe(this::change));
            if (join || view.keys().isPresent()) {
                Pilot pilot = view.keys().orElseGet(() -> Pilot.bot(new SplittableRandom(name.hashCode())));
                // An error means that the connection ended, which is told below.
                running.add(join(view).subscribe(avatar -> stage.play(avatar, pilot), error -> {}));
            }
            Maybe<Disconnected> lost =
                    client.lifecycle().ofType(Disconnected.class).firstElement();
            Completable leave = Completable.ambArray(view.left(), console.interrupted(), over);
            return lost.takeUntil(leave.<Disconnected>toMaybe())
                    .map(Optional::of)
                    .blockingGet(Optional.empty());
        } finally {
            running.dispose();
        }
    }

    private Single<Avatar> join(View view) {
        return dialect.equals(Pygase.dialect())
                ? Avatar.joinByName(client, name, view.timebase().scheduler())
                : Avatar.join(client, name);
    }

    private void change(Network network) {
        if (relay != null) {
            relay.conditions(network.conditions());
        }
    }

    /** How the connection was. */
    String summary() {
        ConnectionStats link = client.reading().link();
        return String.format(
                Locale.ROOT,
                "up to tick %d, RTT %.1f ms, %d of %d packets lost, %.1f kB in, %.1f kB out",
                client.store().isEmpty() ? 0 : client.store().current().timeOrder(),
                link.rttNanos() / 1e6,
                link.packetsLost(),
                link.packetsSent(),
                link.bytesReceived() / 1000.0,
                link.bytesSent() / 1000.0);
    }

    /** Says farewell, and waits until that is heard or the patience is over. */
    @Override
    public void close() {
        client.close();
        client.closed()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .onErrorComplete()
                .blockingAwait();
        if (relay != null) {
            relay.close();
        }
    }
}
