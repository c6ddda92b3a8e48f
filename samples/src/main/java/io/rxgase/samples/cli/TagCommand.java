package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.transport.ConnectionEvent.Disconnected;
import io.rxgase.transport.Dialect;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Without a command: a backend, bots and a view on this machine, over real UDP. */
@Command(
        name = "tag",
        versionProvider = TagCommand.Version.class,
        header = "Tag over UDP: one player chases, whoever is caught chases next.",
        description = {
            "",
            "Without a command: a backend, bots and a view on this machine, connected over UDP. In a window or on a"
                    + " terminal you play (arrow keys or WASD run, Escape leaves); elsewhere you watch.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        commandListHeading = "%nCommands, each with its own --help:%n")
public final class TagCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean version;

    @Mixin
    private SeatOptions options = new SeatOptions();

    @Option(
            names = "--bots",
            paramLabel = "N",
            defaultValue = "6",
            converter = BotCount.class,
            description = "How many bots play, 0 to 200. Default: ${DEFAULT-VALUE}.")
    private int bots;

    @Mixin
    private FreePortOption port = new FreePortOption();

    @Option(names = "--name", defaultValue = "You", description = "What others see. Default: ${DEFAULT-VALUE}.")
    private String name = "You";

    private TagCommand(Console console) {
        this.console = console;
    }

    /** The whole command line; run it with {@code execute}, which returns the exit code. */
    public static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new TagCommand(console))
                .addSubcommand("serve", new ServeCommand(console))
                .addSubcommand("play", new PlayCommand(console))
                .addSubcommand("bots", new BotsCommand(console))
                .addSubcommand("interop", new InteropCommand(console));
        line.getCommandSpec()
                .usageMessage()
                .exitCodeList(CommandLine.Model.UsageMessageSpec.keyValuesMap(ExitCode.LIST));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(console.out())
                .setErr(console.err())
                .setParameterExceptionHandler(TagCommand::misunderstood)
                .setExecutionExceptionHandler((error, command, parsed) -> ExitCode.report(console, error));
    }

    // picocli's own handler prints the whole help, which pushes the one line that matters off the screen.
    private static int misunderstood(CommandLine.ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        command.getErr().println(error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        command.getErr().flush();
        return ExitCode.USAGE;
    }

    @Override
    public Integer call() {
        Completable over = common.over();
        try (Host host = Host.start(LOOPBACK, port.number(), BotCount.MOST + 1, Dialect.RXGASE)) {
            int open = host.address().getPort();
            try (BotCrowd crowd = BotCrowd.connect(LOOPBACK, open, bots, 1);
                    Seat seat = Seat.connect(console, options, Dialect.RXGASE, LOOPBACK, open, name)) {
                console.say("Backend on " + Host.text(host.address()) + ", " + crowd.size()
                        + " bots, each over its own UDP connection. Ctrl-C ends the game.");
                Optional<Disconnected> lost = seat.take(false, over);
                console.say("Game over: " + seat.summary() + ".");
                return PlayCommand.outcome(console, lost);
            }
        }
    }

    /** How many bots. */
    static final class BotCount implements CommandLine.ITypeConverter<Integer> {
        /** More would be no game, and the field is small. */
        static final int MOST = 200;

        @Override
        public Integer convert(String text) {
            return Port.number(text, "number of bots", 0, MOST);
        }
    }

    /** The version of the build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TagCommand.class.getPackage().getImplementationVersion();
            return new String[] {"RxGaSe samples " + (version == null ? "(from class files)" : version)};
        }
    }
}
