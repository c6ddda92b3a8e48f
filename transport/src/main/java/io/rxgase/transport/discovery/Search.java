package io.rxgase.transport.discovery;

import io.rxgase.transport.discovery.DiscoveryPacket.Answer;
import io.rxgase.transport.discovery.DiscoveryPacket.Farewell;
import io.rxgase.transport.discovery.DiscoveryPacket.Query;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for games, and keeps the news of each until it is polled: of several about one game only the newest. Without sockets,
 * clock or thread of its own; on the link's thread.
 */
final class Search {
    /** Answers to older questions count for nothing. */
    private static final int QUESTIONS_KEPT = 4;

    private final String application;
    private final LongSupplier random;
    private final Tally tally;
    private final Queue<Asked> asked = new ArrayDeque<>();
    private final Map<Long, Entry> games = new HashMap<>();
    private final Set<Long> news = new LinkedHashSet<>();

    /** For games of this kind; empty for any. */
    Search(String application, LongSupplier random, Tally tally) {
        this.application = application;
        this.random = random;
        this.tally = tally;
    }

    /** The next question to everybody; takes leave of those who have been silent for too long. */
    Query ask(long nowNanos) {
        for (Entry entry : games.values()) {
            if (!entry.found.gone() && nowNanos - entry.heardNanos >= LanDiscovery.SILENCE.toNanos()) {
                change(entry, entry.found.leaving());
            }
        }
        if (asked.size() == QUESTIONS_KEPT) {
            asked.remove();
        }
        Asked question = new Asked(random.getAsLong(), nowNanos);
        asked.add(question);
        return new Query(question.nonce, application);
    }

    /** Takes what a datagram says. */
    void receive(long nowNanos, InetSocketAddress from, DiscoveryPacket packet) {
        if (packet instanceof Answer answer) {
            tally.count(heard(nowNanos, from, answer));
        } else if (packet instanceof Farewell farewell) {
            tally.count(heard(farewell));
        } else {
            tally.count(Tally.Outcome.MALFORMED);
        }
    }

    /** The oldest news that has not been polled, or null. */
    @Nullable
    GameFound poll() {
        while (!news.isEmpty()) {
            Long id = news.iterator().next();
            news.remove(id);
            Entry entry = Objects.requireNonNull(games.get(id));
            if (!entry.found.gone()) {
                entry.shown = true;
                return entry.found;
            }
            games.remove(id);
            // Nobody has heard of its coming, so nobody needs to hear of its going.
            if (entry.shown) {
                return entry.found;
            }
        }
        return null;
    }

    private Tally.Outcome heard(long nowNanos, InetSocketAddress from, Answer answer) {
        Asked question = question(answer.nonce());
        if (question == null) {
            return Tally.Outcome.UNASKED;
        }
        Announcement game = answer.game();
        if (!application.isEmpty() && !application.equals(game.application())) {
            return Tally.Outcome.FOREIGN;
        }
        Entry entry = games.get(answer.id());
        if (entry == null && games.size() >= LanDiscovery.MOST_GAMES) {
            return Tally.Outcome.OVER_LIMIT;
        }
        InetSocketAddress address = new InetSocketAddress(from.getAddress(), answer.port());
        if (entry != null && entry.isHeardElsewhere(address, nowNanos)) {
            return Tally.Outcome.HEARD;
        }
        GameFound found = new GameFound(
                answer.id(),
                game.name(),
                game.application(),
                address,
                game.players(),
                game.places(),
                Duration.ofNanos(nowNanos - question.nanos),
                false);
        if (entry == null) {
            entry = new Entry(found);
            games.put(answer.id(), entry);
        }
        entry.heardNanos = nowNanos;
        change(entry, found);
        return Tally.Outcome.HEARD;
    }

    private Tally.Outcome heard(Farewell farewell) {
        Entry entry = games.get(farewell.id());
        if (entry == null || question(farewell.nonce()) == null) {
            return Tally.Outcome.UNASKED;
        }
        change(entry, entry.found.leaving());
        return Tally.Outcome.HEARD;
    }

    private void change(Entry entry, GameFound found) {
        entry.found = found;
        news.add(found.id());
    }

    private @Nullable Asked question(long nonce) {
        for (Asked question : asked) {
            if (question.nonce == nonce) {
                return question;
            }
        }
        return null;
    }

    private record Asked(long nonce, long nanos) {}

    /** A game that is there, or whose leaving has not been polled. */
    private static final class Entry {
        private GameFound found;
        private long heardNanos;
        private boolean shown;

        Entry(GameFound found) {
            this.found = found;
        }

        // Over several ways there are several answers. One way is kept as long as it lives, or the list would flicker.
        boolean isHeardElsewhere(InetSocketAddress address, long nowNanos) {
            return !found.gone()
                    && !found.address().equals(address)
                    && nowNanos - heardNanos < LanDiscovery.SILENCE.toNanos() / 2;
        }
    }
}
