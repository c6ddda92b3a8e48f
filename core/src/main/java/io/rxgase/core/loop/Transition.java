package io.rxgase.core.loop;

import io.rxgase.core.event.Outgoing;
import io.rxgase.core.state.Snapshot;
import java.util.List;
import java.util.Objects;

/**
 * What one step of a game came to. A value: equal frames on equal states give equal transitions.
 *
 * <pre>{@code
 * Disposable game = ticks.compose(machine.withInbox()).subscribe(transition -> {
 *     view.render(transition.state());
 *     transition.outgoing().forEach(out -> server.send(out.to(), out.event()));
 *     transition.faults().forEach(fault -> log.debug("{}", fault));
 * });
 * }</pre>
 *
 * @param frame what went in
 * @param snapshot the state after; the very object that was there before if the game is paused and nothing happened
 * @param outgoing the events to send, in the order in which they were made
 * @param faults what went wrong in game logic, in the order in which it happened; empty as a rule
 * @param <S> the type of the state
 */
public record Transition<S>(Frame frame, Snapshot<S> snapshot, List<Outgoing> outgoing, List<HandlerFault> faults) {
    /**
     * Copies the lists.
     *
     * @param frame what went in
     * @param snapshot the state after
     * @param outgoing the events to send
     * @param faults what went wrong
     */
    public Transition {
        Objects.requireNonNull(frame, "frame");
        Objects.requireNonNull(snapshot, "snapshot");
        outgoing = List.copyOf(outgoing);
        faults = List.copyOf(faults);
    }

    /**
     * Short for {@code snapshot().state()}.
     *
     * @return the state after
     */
    public S state() {
        return snapshot.state();
    }
}
