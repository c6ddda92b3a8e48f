package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.transport.ConnectionEvent.Disconnected;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bots alone. */
@Command(name = "bots", header = "Let bots join a game.")
final class BotsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private Target target = new Target();

    @Option(
            names = "--count",
            paramLabel = "N",
            required = true,
            converter = TagCommand.BotCount.class,
            description = "How many, 0 to 200.")
    private int count;

    @Option(names = "--seed", defaultValue = "1", description = "Of their chance moves. Default: ${DEFAULT-VALUE}.")
    private long seed;

    BotsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (BotCrowd crowd = BotCrowd.connect(target.host(), target.port(), count, seed)) {
            console.say(
                    crowd.size() + " bots play on " + target.host() + ":" + target.port() + ". Ctrl-C takes them out.");
            Completable leave = Completable.ambArray(common.over(), console.interrupted());
            Optional<Disconnected> lost = crowd.lost()
                    .takeUntil(leave.toFlowable())
                    .firstElement()
                    .map(Optional::of)
                    .blockingGet(Optional.empty());
            return PlayCommand.outcome(console, lost);
        }
    }
}
