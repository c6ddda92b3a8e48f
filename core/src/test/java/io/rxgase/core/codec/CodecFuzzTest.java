package io.rxgase.core.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Looks for bytes that break the codecs. Ordinary test runs replay the corpus in
 * src/test/resources/io/rxgase/core/codec/CodecFuzzTestInputs; with {@code JAZZER_FUZZ=1} in the environment, {@code
 * mvn -pl core -am test -Dtest=CodecFuzzTest#updates -Dsurefire.failIfNoSpecifiedTests=false} searches for new ones.
 */
class CodecFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void updates(byte[] bytes) {
        HostileBytesTest.checkUpdate(bytes);
    }

    @FuzzTest(maxDuration = "2m")
    void events(byte[] bytes) {
        HostileBytesTest.checkEvent(bytes);
    }

    @FuzzTest(maxDuration = "2m")
    void values(byte[] bytes) {
        HostileBytesTest.checkValue(bytes);
    }
}
