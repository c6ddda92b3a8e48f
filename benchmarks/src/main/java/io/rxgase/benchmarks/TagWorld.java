package io.rxgase.benchmarks;

import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.rxgase.client.Client;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.samples.tag.Avatar;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.samples.tag.TagGame;
import io.rxgase.server.Backend;
import io.rxgase.testing.Scenario;
import io.rxgase.testing.VirtualWorld;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The sample game, played by bots in virtual time. */
final class TagWorld implements AutoCloseable {
    private final VirtualWorld world;
    private final Backend<Chase> backend;
    private final CompositeDisposable players = new CompositeDisposable();

    private TagWorld(VirtualWorld world, Backend<Chase> backend) {
        this.world = world;
        this.backend = backend;
    }

    /** Starts a game whose bots are all connected and move once a tick. */
    static TagWorld start(long seed, int bots, int hertz) {
        VirtualWorld world = VirtualWorld.of(Scenario.of(seed).withClients(bots));
        TagWorld game = new TagWorld(
                world, world.start(Backend.of(TagGame.logic(), Chase.EMPTY).tickRate(hertz)));
        List<Client<Chase>> clients = world.join(Chase.class);
        Timebase time = Timebase.of(world.scheduler());
        Ticks ticks = Ticks.fixed(Duration.ofSeconds(1).dividedBy(hertz));
        for (int i = 0; i < bots; i++) {
            Pilot bot = Pilot.bot(new SplittableRandom(seed * 31 + i));
            game.players.add(Avatar.join(clients.get(i), "Bot " + i)
                    .flatMapCompletable(avatar -> avatar.play(bot, ticks.on(time)))
                    .subscribe());
        }
        world.within(
                Duration.ofSeconds(10),
                "all bots play",
                () -> game.chase().players().size() == bots);
        return game;
    }

    VirtualWorld world() {
        return world;
    }

    Backend<Chase> backend() {
        return backend;
    }

    Chase chase() {
        return backend.store().current().state();
    }

    @Override
    public void close() {
        players.dispose();
        world.close();
    }
}
