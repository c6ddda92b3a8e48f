package io.rxgase.samples.cli;

import io.rxgase.transport.ConnectionEvent.Disconnected;
import io.rxgase.transport.Dialect;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One player. */
@Command(
        name = "play",
        header = "Join a game. Arrow keys or WASD run, Escape leaves; where there are no keys a bot plays for you.")
final class PlayCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private Target target = new Target();

    @Option(names = "--name", description = "What others see. Default: the name of your account.")
    private String name = System.getProperty("user.name", "Player");

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            defaultValue = "rxgase",
            description = "Wire protocol of the backend: rxgase, or pygase for one that PyGaSe's clients play on, too."
                    + " Default: ${DEFAULT-VALUE}.")
    private Dialect dialect = Dialect.RXGASE;

    @Mixin
    private SeatOptions options = new SeatOptions();

    PlayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Seat seat = Seat.connect(console, options, dialect, target.host(), target.port(), name)) {
            Optional<Disconnected> lost = seat.take(true, common.over());
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
