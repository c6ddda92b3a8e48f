package io.rxgase.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Code in README.md and docs is real: each Java block stands, line for line, in a source file that the build compiles.
 * Indentation and blank lines don't count.
 */
class DocumentedCodeTest {
    private static final Path ROOT = root();

    private static final List<String> SOURCES = sources();

    @TestFactory
    Stream<DynamicTest> shouldBeCompiledSomewhere() {
        return documents()
                .flatMap(DocumentedCodeTest::javaBlocks)
                .map(block -> DynamicTest.dynamicTest(block.where(), () -> check(block)));
    }

    private static void check(Block block) {
        assertThat(SOURCES.stream().anyMatch(source -> source.contains(block.code())))
                .as(
                        "%s: no source file has these lines; put them into a test and keep both alike%s",
                        block.where(), block.code())
                .isTrue();
    }

    @Test
    void shouldSpeakOfFilesThatExist() {
        List<String> missing = documents()
                .flatMap(document -> links(document)
                        .filter(target -> !Files.exists(document.resolveSibling(target)))
                        .map(target -> ROOT.relativize(document) + " -> " + target))
                .toList();

        assertThat(missing).as("links to files that do not exist").isEmpty();
    }

    private record Block(String where, String code) {}

    private static Stream<Block> javaBlocks(Path document) {
        List<Block> blocks = new ArrayList<>();
        List<String> code = null;
        int number = 0;
        for (String line : read(document).split("\n", -1)) {
            number++;
            if (code == null && line.strip().equals("```java")) {
                code = new ArrayList<>();
            } else if (code != null && line.strip().equals("```")) {
                String where = ROOT.relativize(document) + ", block that ends in line " + number;
                blocks.add(new Block(where, normalized(code.stream())));
                code = null;
            } else if (code != null) {
                code.add(line);
            }
        }
        return blocks.stream();
    }

    private static Stream<String> links(Path document) {
        return Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)")
                .matcher(read(document))
                .results()
                .map(link -> link.group(1).strip());
    }

    private static Stream<Path> documents() {
        Stream<Path> top =
                Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve);
        Path docs = ROOT.resolve("docs");
        return Stream.concat(top, files(docs, ".md")).filter(Files::exists);
    }

    private static List<String> sources() {
        return files(ROOT, ".java")
                .filter(path -> !path.toString().contains("/target/"))
                .map(path -> normalized(read(path).lines()))
                .toList();
    }

    private static String normalized(Stream<String> lines) {
        return lines.map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(path -> path.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        return Files.exists(folder.resolve("README.md")) ? folder : folder.getParent();
    }
}
