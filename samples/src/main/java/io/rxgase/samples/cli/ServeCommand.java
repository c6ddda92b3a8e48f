package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.samples.tag.Player;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.discovery.LanDiscovery;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A backend alone. */
@Command(name = "serve", header = "Run the backend alone; others join with 'play' and 'bots'.")
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private DialectOption dialect = new DialectOption();

    @Option(
            names = "--port",
            required = true,
            converter = Port.ToOpen.class,
            description = "UDP port to open; 0 takes a free one.")
    private Port port = new Port(0);

    @Option(
            names = "--host",
            defaultValue = "0.0.0.0",
            description = "Address to open it on. Default: ${DEFAULT-VALUE}, all of this machine's.")
    private String host = "";

    @Option(
            names = "--places",
            paramLabel = "N",
            defaultValue = "64",
            converter = Places.class,
            description = "How many clients may be connected, 1 to 1000; further ones are refused. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int places;

    @Option(
            names = "--name",
            description = "What those who look for games see. Default: the name of your account, and 's game.")
    private String name = System.getProperty("user.name", "Somebody") + "'s game";

    @Option(
            names = "--announce",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the local network can find the game. Default: it can.")
    private boolean announce;

    @Mixin
    private LanOption lan = new LanOption();

    @Option(
            names = "--monitor",
            description =
                    "Show once a second what each client gets and sends, how its connection does, how many states it is"
                            + " behind, and what waits for it.")
    private boolean monitored;

    @Option(
            names = "--host-shutdown",
            description = "Let the client that came first end the game for all, as PyGaSe does. Default: nobody can.")
    private boolean hostShutdown;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TransportOptions options =
                TransportOptions.defaults().withMaxConnections(places).withHostShutdown(hostShutdown);
        try (Host game = Host.start(host, port.number(), options, dialect.dialects())) {
            Disposable visitors = game.visitors().subscribe(console::say);
            console.say("Tag on " + Host.text(game.address()) + ". Ctrl-C ends the game for all. Others join with");
            game.invitations().forEach(invitation -> console.say("    " + invitation));
            Disposable monitoring = monitored ? monitor(game) : Disposable.disposed();
            Completable over = Completable.ambArray(
                    common.over(), console.interrupted(), game.backend().closed());
            if (announce) {
                announced(game, over);
            } else {
                over.blockingAwait();
            }
            monitoring.dispose();
            visitors.dispose();
            console.say("Stopping; telling everybody.");
        }
        return ExitCode.OK;
    }

    // A game that cannot be announced is a game all the same.
    private void announced(Host game, Completable over) {
        try (LanDiscovery discovery = lan.discovery()) {
            String shown = Player.cleanName(name, "Tag");
            Completable announcing = discovery
                    .announce(game.address(), game.announcements(shown, places))
                    .onErrorResumeNext(error -> Completable.fromAction(
                                    () -> console.complain("Not announced on the local network: " + error.getMessage()))
                            .andThen(Completable.never()));
            Completable.ambArray(over, announcing).blockingAwait();
        }
    }

    private Disposable monitor(Host game) {
        Monitor monitor = new Monitor(System::nanoTime);
        return game.backend()
                .stats()
                .observeOn(Schedulers.single(), false, 1)
                .subscribe(stats -> monitor.lines(stats).forEach(console::say));
    }

    /** How many places. */
    static final class Places implements CommandLine.ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Port.number(text, "number of places", 1, 1000);
        }
    }
}
