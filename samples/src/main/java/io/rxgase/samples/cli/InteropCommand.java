package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.state.GameState;
import io.rxgase.samples.interop.ScenarioGame;
import io.rxgase.server.Backend;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The scenario game. */
@Command(
        name = "interop",
        header =
                "Serve a small game with exact rules on 127.0.0.1, to hold another implementation of the wire against.",
        description = "Prints 'READY <port>' when it can be reached. Ends when the first client sends 'shutdown'.")
final class InteropCommand implements Callable<Integer> {
    /** Both loopback and what a test asks for at once are generous. */
    private static final int QUEUED_BYTES = 64 * 1024 * 1024;

    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private DialectOption dialect = new DialectOption();

    @Mixin
    private FreePortOption port = new FreePortOption();

    @Option(
            names = "--time-order",
            paramLabel = "N",
            defaultValue = "0",
            converter = TimeOrder.class,
            description = "Begin as if N ticks had passed, 0 to 1000000000. Default: ${DEFAULT-VALUE}.")
    private int timeOrder;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "0.02",
            converter = Interval.class,
            description = "Time between two ticks, 0.00001 to 10. Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofMillis(20);

    InteropCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TransportOptions options =
                TransportOptions.defaults().withHostShutdown(true).withMaxQueuedBytes(QUEUED_BYTES);
        Backend<GameState> backend = Backend.of(new ScenarioGame().logic(), ScenarioGame.START)
                .options(options)
                .dialects(dialect.dialects())
                .timeOrder(timeOrder)
                .ticks(Ticks.fixed(interval))
                .start("127.0.0.1", port.number());
        console.say("READY " + backend.localAddress().getPort());
        Completable.ambArray(backend.closed(), common.over(), console.interrupted())
                .blockingAwait();
        Host.end(backend);
        return ExitCode.OK;
    }

    /** Where the game begins. */
    static final class TimeOrder implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Port.number(text, "time order", 0, 1_000_000_000);
        }
    }

    /** Seconds with a fraction. */
    static final class Interval implements ITypeConverter<Duration> {
        private static final double LEAST = 0.00001;
        private static final double MOST = 10;
        private static final double NANOS_PER_SECOND = 1e9;

        @Override
        public Duration convert(String text) {
            try {
                double seconds = Double.parseDouble(text);
                if (seconds >= LEAST && seconds <= MOST) {
                    return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
                }
            } catch (NumberFormatException e) {
                // The message below is for this, too.
            }
            throw new TypeConversionException("'" + text + "' is no interval: use 0.00001 to 10 seconds");
        }
    }
}
