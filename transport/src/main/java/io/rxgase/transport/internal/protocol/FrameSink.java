package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;

/**
 * What {@link FrameReader} finds in a packet. Bodies are passed as the packet itself, positioned at the body, with its length; only
 * that stretch may be read, and it need not be.
 */
interface FrameSink {
    void onAck(int head16, long bits, long delayNanos);

    void onMessage(int channel, int id16, ByteBuffer in, int length);

    void onFragment(int channel, int id16, int index, int count, ByteBuffer in, int length);

    void onSkip(int channel, int id16, int cost);

    void onEdge(int channel, int messages16, int bytes32);

    void onState(long base, long version, boolean relaxed, ByteBuffer in, int length);

    void onSlice(int frame16, long base, long version, int index, int count, ByteBuffer in, int length);

    void onHold(long version, boolean missed);

    void onHeartbeat(ByteBuffer in, int length);

    void onPing();

    void onPathChallenge(long token);

    void onPathResponse(long token);

    void onClose(int code, ByteBuffer in, int length);

    void onCloseAck();
}
