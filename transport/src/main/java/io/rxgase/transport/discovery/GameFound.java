package io.rxgase.transport.discovery;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * News of one game on the local network: it is there, as it is now, or it has gone. Nothing of it is proved: whoever is on the
 * network can claim anything.
 *
 * @param id of the game while its program runs, the same under all of its addresses
 * @param name for people, at most 64 bytes of UTF-8 without control characters; may be empty
 * @param application what kind of game, such as {@code com.example.tag}
 * @param address where to connect to; it has answered from there
 * @param players how many play, 0 to 65,535
 * @param places how many may play, 0 to 65,535
 * @param ping from the question to the answer, measured anew with each answer
 * @param gone whether it has said farewell or not been heard for {@link LanDiscovery#SILENCE}; the other components are then
 *     what was known last
 */
public record GameFound(
        long id,
        String name,
        String application,
        InetSocketAddress address,
        int players,
        int places,
        Duration ping,
        boolean gone) {

    GameFound leaving() {
        return new GameFound(id, name, application, address, players, places, ping, true);
    }
}
