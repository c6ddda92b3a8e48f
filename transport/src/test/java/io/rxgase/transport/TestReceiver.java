package io.rxgase.transport;

/** A peer that a state is made for. */
public record TestReceiver(long connectionId, long heldVersion) implements StateSource.Receiver {
    @Override
    public long bytesPerSecond() {
        return 1_000_000;
    }
}
