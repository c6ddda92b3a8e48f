package io.rxgase.samples.tag.view;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.state.Snapshot;
import io.rxgase.samples.tag.Avatar;
import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.samples.tag.Player;
import io.rxgase.samples.tag.TagGame;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings a client's game onto a view: everything that arrives is handed over to the view's thread, and drawn at the
 * view's own pace, however fast states come in.
 *
 * <pre>{@code
 * try (Stage stage = Stage.open(client, view, "")) {
 *     stage.play(avatar, view.keys().orElse(bot));
 *     view.left().blockingAwait();
 * }
 * }</pre>
 */
public final class Stage implements AutoCloseable {
    private static final Duration MOVE_STEP = Duration.ofMillis(20);
    private static final long READING_NANOS = 250_000_000;

    private final Client<Chase> client;
    private final View view;
    private final NetMeter meter = new NetMeter();
    private final CompositeDisposable running = new CompositeDisposable();

    // All below is touched on the view's thread only.
    private final Interpolation others = new Interpolation();
    private @Nullable Snapshot<Chase> snapshot;
    private @Nullable Avatar own;
    private double tickMillis;
    private @Nullable Long self;
    private NetSample net = NetSample.NONE;
    private long readingNanos;
    private String news;
    private long tagged;

    private Stage(Client<Chase> client, View view, String news) {
        this.client = client;
        this.view = view;
        this.news = news;
    }

    /** Starts to draw. */
    public static Stage open(Client<Chase> client, View view, String news) {
        Stage stage = new Stage(client, view, news);
        stage.start();
        return stage;
    }

    private void start() {
        Scheduler ui = view.timebase().scheduler();
        running.addAll(
                // A buffer of 1: with more, a slow view would draw what is long over.
                client.snapshots().observeOn(ui, false, 1).subscribe(this::arrived, this::failed),
                client.events(TagGame.TAGGED).observeOn(ui).subscribe(this::tagged, this::failed),
                client.events(TagGame.TICK_TIME)
                        .observeOn(ui)
                        .subscribe(event -> tickMillis = event.getDouble(0), this::failed),
                view.network()
                        .observeOn(ui)
                        .subscribe(chosen -> news = "The network is " + chosen.describe(), this::failed),
                Ticks.variable(view.frame()).catchUp(0).on(view.timebase()).subscribe(tick -> draw(), this::failed));
    }

    /** Moves this player from now on, on the view's thread. */
    public void play(Avatar avatar, Pilot pilot) {
        Scheduler ui = view.timebase().scheduler();
        running.addAll(
                ui.scheduleDirect(() -> {
                    own = avatar;
                    self = avatar.id();
                }),
                avatar.play(pilot, Ticks.variable(MOVE_STEP).on(view.timebase()))
                        .subscribe(() -> {}, this::failed));
    }

    /** Draws no more and moves nobody. */
    @Override
    public void close() {
        running.dispose();
    }

    private void arrived(Snapshot<Chase> newest) {
        snapshot = newest;
        others.offer(newest, view.timebase().nanoTime());
    }

    // The others a moment ago, oneself at once: keys are felt without a round trip.
    private Chase shown(Snapshot<Chase> newest, long now) {
        Chase chase = Objects.requireNonNullElse(others.at(now), newest.state());
        Avatar avatar = own;
        return avatar == null
                ? chase
                : chase.move(avatar.id(), avatar.at().x(), avatar.at().y());
    }

    private void draw() {
        Snapshot<Chase> newest = snapshot;
        if (newest == null) {
            return;
        }
        long now = view.timebase().nanoTime();
        if (now - readingNanos >= READING_NANOS) {
            readingNanos = now;
            net = meter.read(now, client.reading().link(), tickMillis, newest.timeOrder());
        }
        view.draw(new Scene(shown(newest, now), self, net, news));
    }

    private void tagged(Event event) {
        Snapshot<Chase> newest = snapshot;
        if (newest != null) {
            tagged++;
            news = name(newest.state(), event.getLong("by")) + " caught "
                    + name(newest.state(), event.getLong("player_id")) + " (" + tagged + " caught so far)";
        }
    }

    private static String name(Chase chase, long id) {
        Player player = chase.players().get(id);
        return player == null ? "somebody" : Player.cleanName(player.name(), "?");
    }

    private void failed(Throwable error) {
        news = "The view has a problem: " + error;
    }
}
