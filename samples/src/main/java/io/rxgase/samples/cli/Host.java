package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Player;
import io.rxgase.samples.tag.TagGame;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.NetworkAddresses;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.discovery.Announcement;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A backend that runs tag. */
final class Host implements AutoCloseable {
    /** How long a farewell may take, in seconds. */
    private static final int PATIENCE_SECONDS = 2;

    private final Backend<Chase> backend;
    private final CompositeDisposable measuring = new CompositeDisposable();

    private Host(Backend<Chase> backend, TickMeter meter) {
        this.backend = backend;
        measuring.addAll(
                backend.states().subscribe(state -> meter.end()),
                Flowable.interval(1, TimeUnit.SECONDS)
                        .onBackpressureDrop()
                        .flatMapCompletable(second -> tell(meter.takeMillis()))
                        .subscribe(() -> {}, error -> {}));
    }

    // For the net graphs; whoever is leaving meanwhile need not hear it.
    private Completable tell(double millis) {
        return backend.deliver(Audience.all(), TagGame.tickTime(millis)).onErrorComplete();
    }

    /**
     * Opens the port and starts the game.
     *
     * @param port 0 takes a free one
     * @param places how many clients may be connected; further ones are refused
     * @param dialects which wire protocols they may speak
     */
    static Host start(String host, int port, int places, Dialect... dialects) {
        return start(host, port, TransportOptions.defaults().withMaxConnections(places), dialects);
    }

    static Host start(String host, int port, TransportOptions options, Dialect... dialects) {
        TickMeter meter = new TickMeter(System::nanoTime);
        return new Host(
                Backend.of(TagGame.logic(meter::begin), Chase.EMPTY)
                        .options(options)
                        .dialects(dialects)
                        .start(host, port),
                meter);
    }

    InetSocketAddress address() {
        return backend.localAddress();
    }

    Backend<Chase> backend() {
        return backend;
    }

    /** What to tell people about who comes and goes; for one subscriber. */
    Flowable<String> visitors() {
        Map<ClientId, String> names = new HashMap<>();
        return backend.clients().map(event -> sentence(event, names));
    }

    private static String sentence(ClientEvent event, Map<ClientId, String> names) {
        if (event instanceof ClientEvent.Joined joined) {
            String name = Player.cleanName(joined.hello(), "somebody");
            names.put(joined.client(), name);
            return "+ " + name + " (client " + joined.client().value() + ") from " + text(joined.address());
        }
        ClientEvent.Left left = (ClientEvent.Left) event;
        String name = Objects.requireNonNullElse(names.remove(left.client()), "somebody");
        return "- " + name + " (client " + left.client().value() + "): " + text(left.reason()) + ", " + left.detail();
    }

    /** A reason in lower case and with blanks. */
    static String text(DisconnectReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** An address as people write it. */
    static String text(InetSocketAddress address) {
        if (address.getAddress() != null && address.getAddress().isAnyLocalAddress()) {
            return "port " + address.getPort() + " of all addresses";
        }
        return NetworkAddresses.text(address);
    }

    /** What those who look for games are told. */
    Flowable<Announcement> announcements(String name, int places) {
        return backend.states()
                .map(chase -> chase.players().size())
                .distinctUntilChanged()
                .map(players -> Announcement.of(LanOption.APPLICATION, name).withPlayers(players, places));
    }

    /** What to tell people who want to join: the address that is most likely theirs to use, then the others. */
    List<String> invitations() {
        return NetworkAddresses.toTell(address()).stream()
                .map(told -> "play --host " + NetworkAddresses.text(told.getAddress()) + " --port " + told.getPort())
                .toList();
    }

    @Override
    public void close() {
        measuring.dispose();
        end(backend);
    }

    /** Tells all clients, and waits until they know or the patience is over. */
    static void end(Backend<?> backend) {
        backend.close();
        backend.closed()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .onErrorComplete()
                .blockingAwait();
    }
}
