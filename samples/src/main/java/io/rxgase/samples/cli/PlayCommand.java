package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.transport.ConnectionEvent.Disconnected;
import io.rxgase.transport.discovery.GameFound;
import io.rxgase.transport.discovery.LanDiscovery;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One player. */
@Command(
        name = "play",
        header = "Join a game. Arrow keys or WASD run, Escape leaves; where there are no keys a bot plays for you.",
        description = "Without --port: lists the games on the local network as they come and go, to choose from.")
final class PlayCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--host", description = "Where the backend is. Default: localhost.")
    private @Nullable String host;

    @Option(names = "--port", converter = Port.ToReach.class, description = "The backend's UDP port.")
    private @Nullable Port port;

    @Option(names = "--first", description = "Without --port: join the first game that is found.")
    private boolean first;

    @Mixin
    private LanOption lan = new LanOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--name", description = "What others see. Default: the name of your account.")
    private String name = System.getProperty("user.name", "Player");

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            defaultValue = "rxgase",
            description = "Wire protocol of the backend: rxgase, or pygase for one that PyGaSe's clients play on, too."
                    + " Default: ${DEFAULT-VALUE}.")
    private Wire wire = Wire.RXGASE;

    @Mixin
    private SeatOptions options = new SeatOptions();

    PlayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (port == null && host != null) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "Missing required option: '--port=<port>', the one of the backend on " + host);
        }
        return port == null
                ? search(common.over())
                : play(host == null ? "localhost" : host, port.number(), common.over());
    }

    private int search(Completable over) {
        Optional<GameFound> chosen;
        try (LanDiscovery discovery = lan.discovery()) {
            chosen = new Lobby(console).choose(discovery.find(LanOption.APPLICATION), first, over);
        }
        if (chosen.isEmpty()) {
            return first ? none() : ExitCode.OK;
        }
        InetSocketAddress address = chosen.get().address();
        return play(address.getAddress().getHostAddress(), address.getPort(), common.over());
    }

    private int none() {
        console.complain(
                "No game found on the local network. Across a router, ask the host for the address: play --host"
                        + " ADDRESS --port PORT");
        return ExitCode.NO_CONNECTION;
    }

    private int play(String where, int number, Completable over) {
        try (Seat seat = Seat.connect(console, options, wire.dialect(), where, number, name)) {
            Optional<Disconnected> lost = seat.take(true, over);
            console.say("Played: " + seat.summary() + ".");
            return outcome(console, lost);
        }
    }

    /** Says why a connection was lost, if it was. */
    static int outcome(Console console, Optional<Disconnected> lost) {
        if (lost.isEmpty()) {
            return ExitCode.OK;
        }
        console.complain("Connection lost: " + Host.text(lost.get().reason()) + ", "
                + lost.get().detail());
        return ExitCode.CONNECTION_LOST;
    }
}
