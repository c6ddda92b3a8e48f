package io.rxgase.transport.discovery;

import io.rxgase.transport.discovery.DiscoveryPacket.Answer;
import io.rxgase.transport.discovery.DiscoveryPacket.Farewell;
import io.rxgase.transport.discovery.DiscoveryPacket.Query;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers for one game. Without sockets, clock or thread of its own; on the link's thread. */
final class Announcer {
    /** How many of those who asked latest hear a farewell. */
    static final int MOST_FAREWELLS = 64;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final InetSocketAddress game;
    private final long id;
    private final Tally tally;
    private final Map<InetSocketAddress, Long> asked = new LinkedHashMap<>();
    private volatile @Nullable Announcement said;
    private long secondNanos = Long.MIN_VALUE;
    private int answersInSecond;

    /** For the game that listens there, under a number that no other game has. */
    Announcer(InetSocketAddress game, long id, Tally tally) {
        this.game = game;
        this.id = id;
        this.tally = tally;
    }

    /** What to answer from now on; until the first call, nothing. The only method for any thread. */
    void say(Announcement value) {
        said = value;
    }

    /** Takes what a datagram says, and says what to send back to its sender, if anything. */
    @Nullable
    Answer receive(long nowNanos, InetSocketAddress from, DiscoveryPacket packet) {
        Announcement saying = said;
        if (!(packet instanceof Query query)) {
            tally.count(Tally.Outcome.MALFORMED);
            return null;
        }
        boolean meant = query.application().isEmpty()
                || (saying != null && query.application().equals(saying.application()));
        if (saying == null || !meant || !reaches(from.getAddress())) {
            tally.count(Tally.Outcome.FOREIGN);
            return null;
        }
        if (!withinLimit(nowNanos)) {
            tally.count(Tally.Outcome.OVER_LIMIT);
            return null;
        }
        remember(from, query.nonce());
        tally.count(Tally.Outcome.ANSWERED);
        return new Answer(query.nonce(), id, game.getPort(), saying);
    }

    /** What to send to whom when the game ends. */
    Map<InetSocketAddress, Farewell> farewells() {
        Map<InetSocketAddress, Farewell> farewells = new LinkedHashMap<>();
        asked.forEach((who, nonce) -> farewells.put(who, new Farewell(nonce, id)));
        return farewells;
    }

    // The answer comes from the address on which the question came in, and that is where the asker will knock.
    private boolean reaches(InetAddress asker) {
        InetAddress bound = game.getAddress();
        return bound.isAnyLocalAddress() || bound.isLoopbackAddress() == asker.isLoopbackAddress();
    }

    private boolean withinLimit(long nowNanos) {
        if (secondNanos == Long.MIN_VALUE || nowNanos - secondNanos >= SECOND_NANOS) {
            secondNanos = nowNanos;
            answersInSecond = 0;
        }
        return answersInSecond++ < LanDiscovery.ANSWERS_PER_SECOND;
    }

    private void remember(InetSocketAddress who, long nonce) {
        asked.remove(who);
        asked.put(who, nonce);
        if (asked.size() > MOST_FAREWELLS) {
            asked.remove(asked.keySet().iterator().next());
        }
    }
}
