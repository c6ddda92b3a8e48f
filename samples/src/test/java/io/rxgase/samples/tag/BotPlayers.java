package io.rxgase.samples.tag;

import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.client.Client;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.testing.VirtualWorld;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Lets bots play in a virtual world: each joins the game and then moves 50 times a second. */
final class BotPlayers {
    private BotPlayers() {}

    /** Each client becomes a bot; ends when disposed. */
    static Disposable play(VirtualWorld world, List<Client<Chase>> clients) {
        CompositeDisposable bots = new CompositeDisposable();
        Timebase time = Timebase.of(world.scheduler());
        for (Client<Chase> client : clients) {
            Pilot pilot = Pilot.bot(new SplittableRandom(world.random().nextLong()));
            bots.add(Avatar.join(client, "Bot")
                    .flatMapCompletable(avatar -> avatar.play(
                            pilot, Ticks.fixed(Duration.ofMillis(20)).on(time)))
                    .subscribe(() -> {}, error -> {}));
        }
        return bots;
    }
}
