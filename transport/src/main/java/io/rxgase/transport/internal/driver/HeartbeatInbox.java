package io.rxgase.transport.internal.driver;

import org.jspecify.annotations.Nullable;

/** The newest heartbeat: older ones are of no interest. */
final class HeartbeatInbox extends Inbox<byte[]> {
    private byte @Nullable [] newest;

    HeartbeatInbox(EndpointDriver driver, long connection) {
        super(driver, "the heartbeats of connection " + connection);
    }

    /** One arrived; on the loop. */
    void offer(byte[] heartbeat) {
        newest = heartbeat;
        drain();
    }

    @Override
    public byte @Nullable [] poll() {
        byte[] heartbeat = newest;
        newest = null;
        return heartbeat;
    }

    @Override
    public boolean hasWaiting() {
        return newest != null;
    }

    @Override
    public void taken(int count) {
        // Nobody waits to hear that.
    }
}
