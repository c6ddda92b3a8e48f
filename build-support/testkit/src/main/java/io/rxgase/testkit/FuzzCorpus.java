package io.rxgase.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Replays the corpus of a fuzz test without the fuzzer, which takes seconds to get ready and slows down all the tests that share the JVM
 * with it.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> updates() {
 *     return FuzzCorpus.replay(CodecFuzz.class, "updates", new CodecFuzz()::updates);
 * }
 * }</pre>
 */
public final class FuzzCorpus {
    private FuzzCorpus() {}

    /**
     * Makes a test of each input, and of no bytes at all.
     *
     * @param fuzz the class of the fuzz test; beside it, in the resources, is the folder {@code <name>Inputs/<method>}
     * @param method the name of the method
     * @param check the method
     * @return the tests
     */
    public static Stream<DynamicTest> replay(Class<?> fuzz, String method, Consumer<byte[]> check) {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest(method + ": nothing", () -> check.accept(new byte[0])));
        URL folder = fuzz.getResource(fuzz.getSimpleName() + "Inputs/" + method);
        assertThat(folder).as("the corpus of %s in %s", method, fuzz).isNotNull();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            files.sorted()
                    .forEach(file -> tests.add(DynamicTest.dynamicTest(
                            method + ": " + file.getFileName(), () -> check.accept(Files.readAllBytes(file)))));
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError("the corpus of " + method + " cannot be read", e);
        }
        assertThat(tests).as("inputs of %s", method).hasSizeGreaterThan(1);
        return tests.stream();
    }
}
