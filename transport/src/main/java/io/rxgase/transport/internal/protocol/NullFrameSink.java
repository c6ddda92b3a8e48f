package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;

/** Ignores all frames: for the walk that only looks whether a packet is well-formed. */
class NullFrameSink implements FrameSink {
    @Override
    public void onAck(int head16, long bits, long delayNanos) {}

    @Override
    public void onMessage(int channel, int id16, ByteBuffer in, int length) {}

    @Override
    public void onFragment(int channel, int id16, int index, int count, ByteBuffer in, int length) {}

    @Override
    public void onSkip(int channel, int id16, int cost) {}

    @Override
    public void onEdge(int channel, int messages16, int bytes32) {}

    @Override
    public void onState(long base, long version, boolean relaxed, ByteBuffer in, int length) {}

    @Override
    public void onSlice(int frame16, long base, long version, int index, int count, ByteBuffer in, int length) {}

    @Override
    public void onHold(long version, boolean missed) {}

    @Override
    public void onHeartbeat(ByteBuffer in, int length) {}

    @Override
    public void onPing() {}

    @Override
    public void onPathChallenge(long token) {}

    @Override
    public void onPathResponse(long token) {}

    @Override
    public void onClose(int code, ByteBuffer in, int length) {}

    @Override
    public void onCloseAck() {}
}
