package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.Disposable;
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

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Host game = Host.start(host, port.number(), places, dialect.dialects())) {
            Disposable visitors = game.visitors().subscribe(console::say);
            console.say("Tag on " + Host.text(game.address()) + ". Ctrl-C ends the game for all. Others join with");
            game.invitations().forEach(invitation -> console.say("    " + invitation));
            Completable.ambArray(common.over(), console.interrupted()).blockingAwait();
            visitors.dispose();
            console.say("Stopping; telling everybody.");
        }
        return ExitCode.OK;
    }

    /** How many places. */
    static final class Places implements CommandLine.ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Port.number(text, "number of places", 1, 1000);
        }
    }
}
