package io.rxgase.samples.cli;

import io.rxgase.samples.tag.Player;
import io.rxgase.transport.NetworkAddresses;
import io.rxgase.transport.discovery.GameFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The games on the local network as a list for people. A game keeps its number while the list is shown, so that nobody joins
 * another one than was meant. Mutable, for one thread.
 */
final class GameList {
    private final Map<Integer, GameFound> games = new TreeMap<>();
    private int numbers;

    /** Takes news of a game; says what is worth a line of its own, which a mere change of the ping is not. */
    Optional<String> take(GameFound news) {
        Optional<Integer> known = number(news.id());
        if (news.gone()) {
            known.ifPresent(games::remove);
            return known.map(number -> "- " + line(number, news));
        }
        int number = known.orElseGet(() -> ++numbers);
        GameFound before = games.put(number, news);
        boolean worth = before == null
                || !before.name().equals(news.name())
                || before.players() != news.players()
                || !before.address().equals(news.address());
        return worth ? Optional.of((before == null ? "+ " : "  ") + line(number, news)) : Optional.empty();
    }

    /** The game with the number that somebody typed; empty if there is none. */
    Optional<GameFound> choice(String typed) {
        try {
            return Optional.ofNullable(games.get(Integer.parseInt(typed.strip())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** All of them, one a line, below a line that says how many. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                games.isEmpty()
                        ? "No game on the local network yet; still looking."
                        : games.size() + (games.size() == 1 ? " game" : " games") + " on the local network:");
        games.forEach((number, game) -> lines.add(line(number, game)));
        return lines;
    }

    private Optional<Integer> number(long id) {
        return games.entrySet().stream()
                .filter(entry -> entry.getValue().id() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String line(int number, GameFound game) {
        return String.format(
                Locale.ROOT,
                "%2d  %-24s %3d of %d players   ping %.1f ms   %s",
                number,
                Player.cleanName(game.name(), "a game without a name"),
                game.players(),
                game.places(),
                game.ping().toNanos() / 1e6,
                NetworkAddresses.text(game.address()));
    }
}
