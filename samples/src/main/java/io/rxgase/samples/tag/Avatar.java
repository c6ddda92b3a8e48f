package io.rxgase.samples.tag;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.rxgase.client.Client;
import io.rxgase.core.loop.Tick;
import io.rxgase.transport.Delivery;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The player that a client moves. Its own place is known here first and sent to the server, so that it answers to the
 * keys without a round trip. Mutable, for one thread at a time.
 *
 * <pre>{@code
 * Avatar.join(client, "Alice")
 *         .flatMapCompletable(avatar -> avatar.play(pilot, Ticks.fixed(Duration.ofMillis(20)).on(timebase)))
 *         .subscribe();
 * }</pre>
 */
public final class Avatar {
    /** Places this near, in pixels, are the same: a server may keep positions as 32-bit floats. */
    private static final double SAME = 0.001;

    private static final long ID_PATIENCE_SECONDS = 1;

    private final Client<Chase> client;
    private final long id;
    private Point at;

    private Avatar(Client<Chase> client, long id, Point at) {
        this.client = client;
        this.id = id;
        this.at = at;
    }

    /**
     * Joins the game, when subscribed to. Emits on the connection's event loop, once the player is in the state; fails
     * with a {@code NoSuchElementException} if the connection ends before that.
     */
    public static Single<Avatar> join(Client<Chase> client, String name) {
        Flowable<Long> created = client.events(TagGame.PLAYER_CREATED).map(event -> event.getLong(0));
        // Merged in this order, so that the answer finds somebody who listens.
        return Flowable.merge(created, client.deliver(TagGame.join(name)).toFlowable())
                .firstOrError()
                .flatMap(id -> client.states()
                        .mapOptional(
                                chase -> Optional.ofNullable(chase.players().get(id)))
                        .firstOrError()
                        .map(player -> new Avatar(client, id, player.at())));
    }

    /**
     * As {@link #join}, for backends of PyGaSe, some of which never send the event with the id: after a while without it, the
     * player is the one of this name that was not there before.
     */
    public static Single<Avatar> joinByName(Client<Chase> client, String name, Scheduler scheduler) {
        return Single.defer(() -> {
            Set<Long> before = client.store().isEmpty()
                    ? Set.of()
                    : Set.copyOf(client.store().current().state().players().keySet());
            Single<Avatar> named = client.states()
                    .delaySubscription(ID_PATIENCE_SECONDS, TimeUnit.SECONDS, scheduler)
                    .mapOptional(chase -> chase.players().entrySet().stream()
                            .filter(entry -> !before.contains(entry.getKey())
                                    && entry.getValue().name().equals(name))
                            .findFirst())
                    .firstOrError()
                    .map(entry ->
                            new Avatar(client, entry.getKey(), entry.getValue().at()));
            return Single.ambArray(join(client, name), named);
        });
    }

    /** The player's id. */
    public long id() {
        return id;
    }

    /** Where the player is. */
    public Point at() {
        return at;
    }

    /**
     * Moves the player at each tick, as the pilot says. Ends with the connection, or when disposed of; the ticks decide
     * the thread.
     */
    public Completable play(Pilot pilot, Flowable<Tick> ticks) {
        return ticks.takeUntil(client.lifecycle().ignoreElements().toFlowable())
                .doOnNext(tick -> move(pilot, tick.dt()))
                .ignoreElements();
    }

    /** Moves the player once. */
    public void move(Pilot pilot, double seconds) {
        Chase chase = client.store().current().state();
        at = pilot.move(chase, id, at, seconds);
        Player player = chase.players().get(id);
        // Moves may be lost and only the newest counts: send until the state agrees, and nothing while it does.
        if (player != null && player.at().distanceTo(at) > SAME) {
            client.send(TagGame.move(id, at), Delivery.UNRELIABLE_SEQUENCED);
        }
    }
}
