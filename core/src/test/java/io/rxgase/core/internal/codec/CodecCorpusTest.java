package io.rxgase.core.internal.codec;

import io.rxgase.testkit.FuzzCorpus;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays what {@link CodecFuzz} once found, and what it begins with. */
class CodecCorpusTest {
    private final CodecFuzz fuzz = new CodecFuzz();

    @TestFactory
    Stream<DynamicTest> events() {
        return FuzzCorpus.replay(CodecFuzz.class, "events", fuzz::events);
    }

    @TestFactory
    Stream<DynamicTest> values() {
        return FuzzCorpus.replay(CodecFuzz.class, "values", fuzz::values);
    }
}
