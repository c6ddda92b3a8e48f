package io.rxgase.core.internal.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Looks for bytes that break the codecs: with {@code JAZZER_FUZZ=1} in the environment, {@code
 * mvn -pl core -am test -Dtest=CodecFuzz#values -Dsurefire.failIfNoSpecifiedTests=false} searches for new ones. Its name keeps it
 * out of ordinary test runs, in which {@link CodecCorpusTest} replays the corpus in
 * src/test/resources/io/rxgase/core/internal/codec/CodecFuzzInputs.
 */
class CodecFuzz {
    @FuzzTest(maxDuration = "2m")
    void events(byte[] bytes) {
        HostileBytesTest.checkEvent(bytes);
    }

    @FuzzTest(maxDuration = "2m")
    void values(byte[] bytes) {
        HostileBytesTest.checkValue(bytes);
    }
}
