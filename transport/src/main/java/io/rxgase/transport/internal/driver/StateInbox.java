package io.rxgase.transport.internal.driver;

import io.rxgase.transport.StateSource;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import org.jspecify.annotations.Nullable;

/**
 * The newest state frame. Keeping only that one is enough: if the peer has made the next difference from a frame that was
 * never taken, the application says what it holds, and the peer goes on from there.
 */
final class StateInbox extends Inbox<StateSource.Frame> {
    private final DriverConnection connection;
    private StateSource.@Nullable Frame newest;

    StateInbox(DriverConnection connection) {
        super(connection.driver(), "the state stream of connection " + connection.id());
        this.connection = connection;
    }

    /** A frame arrived complete; on the loop. */
    void offer(StateSource.Frame frame) {
        if (newest != null) {
            connection.consumed(EndpointMachine.STATE_STREAM, 1);
        }
        newest = frame;
        drain();
    }

    @Override
    public StateSource.@Nullable Frame poll() {
        StateSource.Frame frame = newest;
        newest = null;
        return frame;
    }

    @Override
    public boolean hasWaiting() {
        return newest != null;
    }

    @Override
    public void taken(int count) {
        // Its bytes are the application's now. What it holds it says itself, with holdState: taking a frame is not
        // applying it.
        connection.consumed(EndpointMachine.STATE_STREAM, count);
    }
}
