package mygame;

import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.StateMap;

/** The state that everybody sees, and the rules by which it changes. No network, no thread, no clock. */
public record MyGame(StateMap<Long, Walker> walkers, double seconds) {
    /** One who plays. */
    public record Walker(String name, int x, int y) {}

    /** What clients send. */
    public record Join(String name) {}

    public record Step(int dx, int dy) {}

    public static final MyGame START = new MyGame(StateMap.empty(), 0);

    public static final GameLogic<MyGame> RULES = GameLogic.of(MyGame.class)
            .timeStep((game, dt) -> new MyGame(game.walkers, game.seconds + dt))
            .on(
                    Join.class,
                    (game, join, sender) -> Next.state(game.with(sender.value(), new Walker(join.name(), 0, 0))))
            .on(Step.class, (game, step, sender) -> Next.state(game.stepped(sender.value(), step)))
            .onLeft((game, client) -> Next.state(game.without(client.value())));

    private MyGame stepped(long id, Step step) {
        Walker walker = walkers.get(id);
        // A client may send anything: whoever has not joined walks nowhere, and nobody walks faster than others.
        return walker == null || Math.abs(step.dx()) > 1 || Math.abs(step.dy()) > 1
                ? this
                : with(id, new Walker(walker.name(), walker.x() + step.dx(), walker.y() + step.dy()));
    }

    private MyGame with(long id, Walker walker) {
        return new MyGame(walkers.with(id, walker), seconds);
    }

    private MyGame without(long id) {
        return new MyGame(walkers.without(id), seconds);
    }
}
