package io.rxgase.benchmarks;

import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import java.util.function.Consumer;

/**
 * A client that makes no state of what it gets, so that thousands have room in one process; it says which version it holds, as
 * one that does.
 */
public final class HeldVersions {
    private final Connection connection;
    private long held = StateSource.NONE;

    private HeldVersions(Connection connection) {
        this.connection = connection;
    }

    /**
     * Subscribes to the states of a connection.
     *
     * @param connection whose states to take
     * @param taken told each frame whose base is held; on the event loop
     */
    public static void take(Connection connection, Consumer<StateSource.Frame> taken) {
        HeldVersions versions = new HeldVersions(connection);
        var unused = connection.states().subscribe(frame -> versions.arrived(frame, taken));
    }

    private void arrived(StateSource.Frame frame, Consumer<StateSource.Frame> taken) {
        if (frame.baseVersion() <= held) {
            held = frame.version();
            taken.accept(frame);
        }
        connection.holdState(held);
    }
}
