package io.rxgase.benchmarks;

import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.rxgase.client.Client;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.samples.tag.Avatar;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.samples.tag.Point;
import io.rxgase.samples.tag.TagGame;
import io.rxgase.server.Backend;
import io.rxgase.testing.Scenario;
import io.rxgase.testing.VirtualWorld;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** The sample game, played in virtual time. */
final class TagWorld implements AutoCloseable {
    private final VirtualWorld world;
    private final Backend<Chase> backend;
    private final CompositeDisposable players = new CompositeDisposable();

    private TagWorld(VirtualWorld world, Backend<Chase> backend) {
        this.world = world;
        this.backend = backend;
    }

    /** The players of the sample, who look where the others are. */
    static IntFunction<Pilot> bots(long seed) {
        return index -> Pilot.bot(new SplittableRandom(seed * 31 + index));
    }

    /** Players who run in circles and don't think. */
    static IntFunction<Pilot> runners() {
        return index -> {
            double[] angle = {index};
            return (chase, self, at, seconds) -> {
                angle[0] += 2 * seconds;
                return new Point(150 + 20 * index + 80 * Math.cos(angle[0]), 200 + 80 * Math.sin(angle[0]));
            };
        };
    }

    /** Starts a game whose players are all connected and move once a tick. */
    static TagWorld start(long seed, int players, IntFunction<Pilot> pilots, int hertz) {
        VirtualWorld world = VirtualWorld.of(Scenario.of(seed).withClients(players));
        TagWorld game = new TagWorld(
                world, world.start(Backend.of(TagGame.logic(), Chase.EMPTY).tickRate(hertz)));
        List<Client<Chase>> clients = world.join(Chase.class);
        Timebase time = Timebase.of(world.scheduler());
        Ticks ticks = Ticks.fixed(Duration.ofSeconds(1).dividedBy(hertz));
        for (int i = 0; i < players; i++) {
            Pilot pilot = pilots.apply(i);
            game.players.add(Avatar.join(clients.get(i), "Bot " + i)
                    .flatMapCompletable(avatar -> avatar.play(pilot, ticks.on(time)))
                    .subscribe(() -> {}, error -> {}));
        }
        world.within(
                Duration.ofSeconds(10), "all play", () -> game.chase().players().size() == players);
        return game;
    }

    VirtualWorld world() {
        return world;
    }

    Backend<Chase> backend() {
        return backend;
    }

    Chase chase() {
        return backend.snapshot().state();
    }

    @Override
    public void close() {
        players.dispose();
        world.close();
    }
}
