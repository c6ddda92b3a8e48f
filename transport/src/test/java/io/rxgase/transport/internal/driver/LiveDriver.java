package io.rxgase.transport.internal.driver;

import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.util.List;

/** A driver on a live loop with a machine that follows a script, for the TCK. */
final class LiveDriver {
    final ScriptedMachine machine = new ScriptedMachine();
    final LiveLoop loop;
    final EndpointDriver driver;

    LiveDriver(LiveLoop loop) {
        this.loop = loop;
        this.driver = new EndpointDriver(machine, loop, TransportOptions.defaults());
    }

    /** Lets the machine say something, on the loop. */
    void say(List<? extends EndpointEvent> events) {
        loop.execute(() -> {
            machine.events.addAll(events);
            driver.receiveComplete();
        });
    }

    /** Connection 1, which came in. */
    Connection connection() {
        say(List.of(new EndpointEvent.Connected(1, ScriptedMachine.PEER, new byte[0], true)));
        ConnectionEvent connected = driver.listener().events().blockingFirst();
        return connected.connection();
    }
}
