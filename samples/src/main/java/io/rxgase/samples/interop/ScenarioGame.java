package io.rxgase.samples.interop;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.EventHandler;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.StateModel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scenario game: a state with values of every kind, and events that change and echo them. An event of unknown type, or with arguments
 * that do not fit, is ignored as a whole. Answers go to the sender.
 *
 * <pre>{@code
 * Backend<GameState> backend =
 *         Backend.of(new ScenarioGame().logic(), ScenarioGame.START).dialect(Dialect.PYGASE).start("127.0.0.1", 0);
 * }</pre>
 *
 * <table>
 * <caption>Events</caption>
 * <tr><th>event</th><th>effect</th><th>answer</th></tr>
 * <tr><td>{@code JOIN(name, string_id=false)}</td><td>a player under the next id, from 0 on</td><td>{@code PLAYER_CREATED(id)}</td></tr>
 * <tr><td>{@code MOVE(player_id=, new_position=[x, y])}</td><td>that player's position</td><td></td></tr>
 * <tr><td>{@code DELETE_PLAYER(player_id)}</td><td>without that player</td><td></td></tr>
 * <tr><td>{@code ATTACK(attack_position=)}</td><td>{@code hp} minus 10 if nearer than 0.1 to {@code position}</td>
 *     <td>{@code ATTACK_FEEDBACK("Hit!")} or {@code ("Missed.")}</td></tr>
 * <tr><td>{@code ECHO(payload)}</td><td></td><td>{@code ECHO_REPLY(payload)}</td></tr>
 * <tr><td>{@code ECHO_ARGS(a, b, …)}</td><td></td><td>{@code ECHO_REPLY([a, b, …])}</td></tr>
 * <tr><td>{@code ECHO_KW(k=v, …)}</td><td></td><td>{@code ECHO_REPLY({k: v, …})}</td></tr>
 * <tr><td>{@code ECHO_AS_KW(payload)}</td><td></td><td>{@code ECHO_REPLY_KW(payload=payload)}</td></tr>
 * <tr><td>{@code SCRATCH(key, value)}</td><td>merges {@code {key: value}} into {@code scratch}</td><td></td></tr>
 * <tr><td>{@code UNSCRATCH(key1, key2, …)}</td><td>removes what is at that path in {@code scratch}</td><td></td></tr>
 * <tr><td>{@code COUNT(tag)}</td><td>{@code counts[tag]} plus 1</td><td></td></tr>
 * <tr><td>{@code BURST(n, size=0)}</td><td></td><td>n times {@code BURST_ITEM(i, "x" * size)}</td></tr>
 * <tr><td>{@code BROADCAST(text)}</td><td></td><td>{@code BROADCAST_MSG(text)} to all</td></tr>
 * <tr><td>{@code RESET()}</td><td>no players, nothing in {@code scratch} and {@code counts}, {@code hp} 100</td><td></td></tr>
 * </table>
 *
 * <p>Mutable in one thing, the next player's id, which the state has no attribute for: make one game for each backend.
 */
public final class ScenarioGame {
    /** The state before the first tick. */
    public static final GameState START = GameState.empty()
            .with("title", "interop")
            .with("config", config())
            .with("hp", 100)
            .with("counter", 0)
            .with("position", -1.0f)
            .with("players", Attributes.EMPTY)
            .with("scratch", Attributes.EMPTY)
            .with("counts", Attributes.EMPTY);

    /** The most events that one {@code BURST} may ask for, and the most bytes in each. */
    static final int MAX_BURST = 10_000;

    static final int MAX_BURST_SIZE = 2_000;

    private static final int REACH_HP = 10;
    private static final double REACH = 0.1;

    private long nextPlayer;

    /** What one event does. */
    private interface Rule {
        Next<GameState> apply(GameState state, Event event, ClientId sender) throws Call.UnfitException;
    }

    private static Attributes config() {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("size", 3);
        one.put("boss", null);
        return Attributes.of(Map.of(
                "max_players",
                8,
                "gravity",
                -9.5f,
                "origin",
                List.of(0.0f, 0.5f),
                "levels",
                Map.of("one", one, "two", Map.of("size", 70_000, "boss", "Ünï☃")),
                "token",
                HexFormat.of().parseHex("00ff1080"),
                "flag",
                true,
                "big",
                1_099_511_627_776L,
                "low",
                -1_099_511_627_776L));
    }

    /** The rules; for one backend. */
    public GameLogic<GameState> logic() {
        return GameLogic.of(StateModel.of(GameState.class))
                .timeStep((state, seconds) -> step(state))
                .on("JOIN", fitting(this::join))
                .on("MOVE", fitting(ScenarioGame::move))
                .on("DELETE_PLAYER", fitting(ScenarioGame::deletePlayer))
                .on("ATTACK", fitting(ScenarioGame::attack))
                .on(
                        "ECHO",
                        fitting((state, event, sender) ->
                                echo(state, Call.of(event, "payload").value("payload"))))
                .on("ECHO_ARGS", fitting((state, event, sender) -> echo(state, event.arguments())))
                .on("ECHO_KW", fitting(ScenarioGame::echoNamed))
                .on("ECHO_AS_KW", fitting(ScenarioGame::echoAsNamed))
                .on("SCRATCH", fitting(ScenarioGame::scratch))
                .on("UNSCRATCH", fitting(ScenarioGame::unscratch))
                .on("COUNT", fitting(ScenarioGame::count))
                .on("BURST", fitting(ScenarioGame::burst))
                .on("BROADCAST", fitting(ScenarioGame::broadcast))
                .on("RESET", fitting(ScenarioGame::reset))
                .onUnknown((state, event, sender) -> Next.unchanged());
    }

    private static EventHandler<GameState, Event> fitting(Rule rule) {
        return (state, event, sender) -> {
            try {
                return rule.apply(state, event, sender);
            } catch (Call.UnfitException ignored) {
                return Next.unchanged();
            }
        };
    }

    private static GameState step(GameState state) {
        long counter = state.getLong("counter") + 1;
        return state.with("counter", counter).with("position", (counter % 200) / 100f - 1);
    }

    private Next<GameState> join(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        Call call = Call.of(event, "name", "string_id");
        String name = call.text("name");
        boolean asText = call.flag("string_id");
        long number = nextPlayer++;
        Object id = asText ? Long.toString(number) : (Object) number;
        Map<String, Object> player = Map.of("name", name, "position", List.of(0.0f, 0.0f));
        return Next.state(state.withAt(player, "players", id)).reply(Event.of("PLAYER_CREATED", id));
    }

    private static Next<GameState> move(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        Call call = Call.of(event, "player_id", "new_position");
        Object id = call.id("player_id");
        List<Object> position = call.pair("new_position");
        return state.getMap("players").has(id)
                ? Next.state(state.withAt(position, "players", id, "position"))
                : Next.unchanged();
    }

    private static Next<GameState> deletePlayer(GameState state, Event event, ClientId sender)
            throws Call.UnfitException {
        Object id = Call.of(event, "player_id").id("player_id");
        return state.getMap("players").has(id) ? Next.state(state.withoutAt("players", id)) : Next.unchanged();
    }

    /** Maps and extensions can be no key, so they are in no map. */
    @SuppressWarnings("NullAway") // nil is a key, too
    private static boolean isIn(Attributes map, @Nullable Object key) {
        return !(key instanceof Attributes) && !(key instanceof Extension) && map.has(key);
    }

    private static Next<GameState> attack(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        double attacked = Call.of(event, "attack_position").number("attack_position");
        boolean hit = Math.abs(attacked - state.getDouble("position")) < REACH;
        GameState next = hit ? state.with("hp", state.getLong("hp") - REACH_HP) : state;
        return Next.state(next).reply(Event.of("ATTACK_FEEDBACK", hit ? "Hit!" : "Missed."));
    }

    private static Next<GameState> echo(GameState state, @Nullable Object payload) {
        return Next.state(state).reply(Event.of("ECHO_REPLY").withArguments(single(payload)));
    }

    private static List<@Nullable Object> single(@Nullable Object payload) {
        List<@Nullable Object> list = new ArrayList<>(1);
        list.add(payload);
        return list;
    }

    private static Next<GameState> echoNamed(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        Call.of(event);
        return echo(state, event.named());
    }

    private static Next<GameState> echoAsNamed(GameState state, Event event, ClientId sender)
            throws Call.UnfitException {
        Object payload = Call.of(event, "payload").value("payload");
        return Next.state(state).reply(Event.of("ECHO_REPLY_KW").with("payload", payload));
    }

    private static Next<GameState> scratch(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        Call call = Call.of(event, "key", "value");
        Change change = Merging.of(call.value("value"));
        Attributes merged =
                Changes.builder().put(call.text("key"), change).build().applyTo(state.getMap("scratch"));
        return Next.state(state.with("scratch", merged));
    }

    private static Next<GameState> unscratch(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        List<@Nullable Object> keys = event.arguments();
        if (keys.isEmpty()) {
            throw new Call.UnfitException("a key is missing");
        }
        Attributes inside = state.getMap("scratch");
        for (Object key : keys.subList(0, keys.size() - 1)) {
            if (!isIn(inside, key) || !(inside.get(key) instanceof Attributes deeper)) {
                return Next.unchanged();
            }
            inside = deeper;
        }
        return isIn(inside, keys.get(keys.size() - 1))
                ? Next.state(state.with("scratch", state.getMap("scratch").withoutAt(keys.toArray())))
                : Next.unchanged();
    }

    private static Next<GameState> count(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        String tag = Call.of(event, "tag").text("tag");
        Attributes counts = state.getMap("counts");
        long count = counts.has(tag) ? counts.getLong(tag) : 0;
        return Next.state(state.withAt(count + 1, "counts", tag));
    }

    private static Next<GameState> burst(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        Call call = Call.of(event, "n", "size");
        String text = "x".repeat(call.count("size", MAX_BURST_SIZE, 0));
        int count = call.count("n", MAX_BURST, -1);
        Next<GameState> next = Next.state(state);
        for (int i = 0; i < count; i++) {
            next = next.reply(Event.of("BURST_ITEM", i, text));
        }
        return next;
    }

    private static Next<GameState> broadcast(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        return Next.state(state)
                .toAll(Event.of("BROADCAST_MSG", Call.of(event, "text").text("text")));
    }

    private static Next<GameState> reset(GameState state, Event event, ClientId sender) throws Call.UnfitException {
        Call.of(event);
        return Next.state(state.with("players", Attributes.EMPTY)
                .with("scratch", Attributes.EMPTY)
                .with("counts", Attributes.EMPTY)
                .with("hp", 100));
    }
}
