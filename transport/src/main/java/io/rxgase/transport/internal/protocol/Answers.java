package io.rxgase.transport.internal.protocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Answers to datagrams that belong to no connection: sent and forgotten. Bounded; an answer too many is dropped. */
final class Answers {
    static final int CAPACITY = 256;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(InetSocketAddress to, byte[] datagram) {}

    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(HandshakePackets.MAX_ANSWER_BYTES);

    /** Returns false if there is no room. */
    boolean add(InetSocketAddress to, Consumer<ByteBuffer> writer) {
        if (waiting.size() == CAPACITY) {
            return false;
        }
        waiting.add(new Answer(to, write(writer)));
        return true;
    }

    byte[] write(Consumer<ByteBuffer> writer) {
        scratch.clear();
        writer.accept(scratch);
        byte[] datagram = new byte[scratch.position()];
        scratch.get(0, datagram);
        return datagram;
    }

    boolean transmit(Transmit into) {
        Answer answer = waiting.poll();
        if (answer == null) {
            return false;
        }
        ByteBuffer out = into.buffer();
        int start = out.position();
        out.put(answer.datagram()).limit(out.position()).position(start);
        into.filled(answer.to(), 0);
        return true;
    }
}
