package io.rxgase.testing;

import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.StateMap;

/** The game of these tests: everyone may switch the light over, and everyone sees it and who did it. */
record Lighthouse(StateMap<Long, Integer> switched, boolean light, double burning) {
    static final Lighthouse DARK = new Lighthouse(StateMap.empty(), false, 0);

    static final Event SWITCH = Event.of("SWITCH");

    static final GameLogic<Lighthouse> LOGIC = GameLogic.of(Lighthouse.class)
            .timeStep(
                    (state, dt) -> state.light() ? new Lighthouse(state.switched(), true, state.burning() + dt) : state)
            .on("SWITCH", (state, event, sender) -> {
                int before = state.switched().getOrDefault(sender.value(), 0);
                return Next.state(new Lighthouse(
                                state.switched().with(sender.value(), before + 1), !state.light(), state.burning()))
                        .toAll(Event.of("SWITCHED", sender.value()));
            });
}
