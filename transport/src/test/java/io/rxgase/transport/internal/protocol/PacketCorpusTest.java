package io.rxgase.transport.internal.protocol;

import io.rxgase.testkit.FuzzCorpus;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays what {@link PacketFuzz} once found, and what it begins with. */
class PacketCorpusTest {
    private final PacketFuzz fuzz = new PacketFuzz();

    @TestFactory
    Stream<DynamicTest> frames() {
        return FuzzCorpus.replay(PacketFuzz.class, "frames", fuzz::frames);
    }

    @TestFactory
    Stream<DynamicTest> datagram() {
        return FuzzCorpus.replay(PacketFuzz.class, "datagram", fuzz::datagram);
    }

    @TestFactory
    Stream<DynamicTest> connection() {
        return FuzzCorpus.replay(PacketFuzz.class, "connection", fuzz::connection);
    }
}
