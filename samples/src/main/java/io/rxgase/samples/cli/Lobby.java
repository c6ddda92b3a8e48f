package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.discovery.GameFound;
import java.util.Optional;

/**
 * Shows the games on the local network as they come and go, until somebody chooses one or has enough: on a terminal as a list
 * that is drawn anew, elsewhere one line a change.
 */
final class Lobby {
    // ECMA-48: to the upper left corner, and erase from there.
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Console console;
    private final GameList list = new GameList();

    Lobby(Console console) {
        this.console = console;
    }

    /**
     * Waits for a choice.
     *
     * @param games the news
     * @param first whether to take the first game that is found, unasked
     * @param over completes when it is time to go
     * @return the game to join, empty if nobody chose one
     */
    Optional<GameFound> choose(Flowable<GameFound> games, boolean first, Completable over) {
        console.say("Looking for games on the local network. "
                + (first ? "Joining the first one." : "Type a number and Enter to join; Ctrl-C leaves."));
        // One thread for the list: news and what is typed come from two.
        Flowable<Optional<GameFound>> choices = Flowable.merge(
                        games.map(this::show).map(game -> (Object) game),
                        console.typed().map(line -> (Object) line))
                .serialize()
                .map(either -> either instanceof GameFound game
                        ? Optional.of(game).filter(found -> first && !found.gone())
                        : typed((String) either));
        return choices.filter(Optional::isPresent)
                .takeUntil(Completable.ambArray(over, console.interrupted()).toFlowable())
                .first(Optional.empty())
                .blockingGet();
    }

    private synchronized GameFound show(GameFound news) {
        Optional<String> worth = list.take(news);
        if (console.terminal()) {
            console.say(CLEAR + String.join(System.lineSeparator(), list.lines()));
            console.say("Type a number and Enter to join; Ctrl-C leaves.");
        } else {
            worth.ifPresent(console::say);
        }
        return news;
    }

    private synchronized Optional<GameFound> typed(String line) {
        Optional<GameFound> choice = list.choice(line);
        if (choice.isEmpty() && !line.isBlank()) {
            console.complain("No game has the number " + line.strip() + ".");
        }
        return choice;
    }
}
