package io.rxgase.core.loop;

import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Outgoing;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a handler wants: the next state, and events to send. Immutable; each method that adds an event returns a new
 * object.
 *
 * <pre>{@code
 * Next<Chase> tag(Chase state, Tag tag, ClientId sender) {
 *     if (!state.isChaser(sender)) {
 *         return Next.unchanged();
 *     }
 *     return Next.state(state.withChaser(tag.player()))
 *             .toAll(new Tagged(tag.player()))           // a record
 *             .reply(Event.of("SCORE", 1));              // or a type and arguments
 * }
 * }</pre>
 *
 * <p>Each method that takes an {@link Event} takes a record as well, as {@link Event#of(Record)} does; one that is no event type is
 * refused with an {@link IllegalArgumentException} that says what to send instead.
 *
 * <p>Events leave with the {@link Transition} of the tick, in the order in which they were added. If the handler throws
 * afterwards, none of them does.
 *
 * @param <S> the type of the state
 */
public final class Next<S> {
    private static final Next<?> UNCHANGED = new Next<>(null, null);

    private final @Nullable S state;
    /** The newest first: adding is cheap, however many there are. */
    private final @Nullable Sent sent;

    private Next(@Nullable S state, @Nullable Sent sent) {
        this.state = state;
        this.sent = sent;
    }

    /**
     * The next state.
     *
     * @param state the state, not null; the one that the handler was given if nothing changed
     * @param <S> its type
     * @return that state, and nothing to send
     */
    public static <S> Next<S> state(S state) {
        return new Next<>(Objects.requireNonNull(state, "state: to leave it as it is, return Next.unchanged()"), null);
    }

    /**
     * The state that is there.
     *
     * @param <S> its type
     * @return no change, and nothing to send. To send something without a change write {@code Next.state(state).toAll(…)}
     *     with the state that the handler was given: from {@code Next.unchanged().toAll(…)} Java can't tell the type.
     */
    @SuppressWarnings("unchecked") // without a state it is of every type
    public static <S> Next<S> unchanged() {
        return (Next<S>) UNCHANGED;
    }

    /**
     * Sends an event back to the sender of the event that is being handled. A time step has none: there it is a fault.
     *
     * @param event the event
     * @return this and that event
     */
    public Next<S> reply(Event event) {
        return with(null, event);
    }

    /**
     * As {@link #reply(Event)}, an event that carries a record.
     *
     * @param event a record that is an event type
     * @return this and that event
     */
    public Next<S> reply(Record event) {
        return reply(Event.of(event));
    }

    /**
     * Sends an event to one client.
     *
     * @param client who gets it; nobody if it is not connected any more
     * @param event the event
     * @return this and that event
     */
    public Next<S> send(ClientId client, Event event) {
        return with(Audience.one(client), event);
    }

    /**
     * As {@link #send(ClientId, Event)}, an event that carries a record.
     *
     * @param client who gets it; nobody if it is not connected any more
     * @param event a record that is an event type
     * @return this and that event
     */
    public Next<S> send(ClientId client, Record event) {
        return send(client, Event.of(event));
    }

    /**
     * Sends an event to every client that is connected.
     *
     * @param event the event
     * @return this and that event
     */
    public Next<S> toAll(Event event) {
        return with(Audience.all(), event);
    }

    /**
     * As {@link #toAll(Event)}, an event that carries a record.
     *
     * @param event a record that is an event type
     * @return this and that event
     */
    public Next<S> toAll(Record event) {
        return toAll(Event.of(event));
    }

    /**
     * Sends an event to every client that is connected but one.
     *
     * @param client who doesn't get it
     * @param event the event
     * @return this and that event
     */
    public Next<S> toAllBut(ClientId client, Event event) {
        return with(Audience.allBut(client), event);
    }

    /**
     * As {@link #toAllBut(ClientId, Event)}, an event that carries a record.
     *
     * @param client who doesn't get it
     * @param event a record that is an event type
     * @return this and that event
     */
    public Next<S> toAllBut(ClientId client, Record event) {
        return toAllBut(client, Event.of(event));
    }

    /**
     * Sends an event to some clients.
     *
     * @param clients who get it
     * @param event the event
     * @return this and that event
     */
    public Next<S> toGroup(Collection<ClientId> clients, Event event) {
        return with(Audience.group(clients), event);
    }

    /**
     * As {@link #toGroup(Collection, Event)}, an event that carries a record.
     *
     * @param clients who get it
     * @param event a record that is an event type
     * @return this and that event
     */
    public Next<S> toGroup(Collection<ClientId> clients, Record event) {
        return toGroup(clients, Event.of(event));
    }

    /**
     * Asks the backend's own code for something that takes time, such as a look-up: see
     * {@link GameStateMachine#async(String, io.reactivex.rxjava3.functions.Function)}. The answer comes as an event on a
     * later tick.
     *
     * @param request what to do
     * @return this and that request
     */
    public Next<S> toBackend(Event request) {
        return with(Audience.one(ClientId.BACKEND), request);
    }

    /**
     * As {@link #toBackend(Event)}, a request that carries a record.
     *
     * @param request a record that is an event type
     * @return this and that request
     */
    public Next<S> toBackend(Record request) {
        return toBackend(Event.of(request));
    }

    private Next<S> with(@Nullable Audience to, Event event) {
        return new Next<>(state, new Sent(sent, to, Objects.requireNonNull(event, "event")));
    }

    /**
     * The state after.
     *
     * @param before the state that the handler was given
     * @return the next state; {@code before} if unchanged
     */
    public S stateOr(S before) {
        return state == null ? before : state;
    }

    /** Hands out what is to be sent, in the order of the calls. */
    void forEachSent(@Nullable ClientId sender, Consumer<Outgoing> receiver) {
        if (sent == null) {
            return;
        }
        Deque<Outgoing> ordered = new ArrayDeque<>();
        for (Sent each = sent; each != null; each = each.before()) {
            ordered.addFirst(new Outgoing(each.to() == null ? replyTo(sender) : each.to(), each.event()));
        }
        ordered.forEach(receiver);
    }

    private static Audience replyTo(@Nullable ClientId sender) {
        if (sender == null) {
            throw new IllegalStateException(
                    "reply in a time step: there is no sender; use send(client, event) or toAll(event)");
        }
        return Audience.one(sender);
    }

    /** One event to send; {@code to} is null for a reply. */
    private record Sent(@Nullable Sent before, @Nullable Audience to, Event event) {}
}
