package io.rxgase.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Code in README.md and docs is real: each Java block stands, line for line, in a source file that the build compiles.
 * Indentation and blank lines don't count. Programs, artifacts and files that the documents name exist.
 */
class DocumentedCodeTest {
    private static final Path ROOT = root();

    private static final List<String> SOURCES = sources();

    @TestFactory
    Stream<DynamicTest> shouldBeCompiledSomewhere() {
        return documents()
                .flatMap(document -> blocks(document, "java"))
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

    @Test
    void shouldShowXmlThatNamesArtifactsOfThisBuild() throws Exception {
        String build = read(ROOT.resolve("pom.xml"));
        String version = firstGroup("<artifactId>rxgase-parent</artifactId>\\s*<version>([^<]*)", build);
        for (Path document : documents().toList()) {
            for (Block block : blocks(document, "xml").toList()) {
                InputSource xml = new InputSource(new StringReader(block.code()));
                NodeList artifacts = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(xml)
                        .getElementsByTagName("artifactId");
                for (int i = 0; i < artifacts.getLength(); i++) {
                    String name = artifacts.item(i).getTextContent();
                    if (name.startsWith("rxgase-")) {
                        assertThat(ROOT.resolve(name.substring("rxgase-".length())))
                                .as(block.where())
                                .exists();
                    }
                }
                if (block.code().contains("<rxgase.version>")) {
                    assertThat(firstGroup("<rxgase.version>([^<]*)", block.code()))
                            .as(block.where())
                            .isEqualTo(version);
                }
            }
        }
    }

    @Test
    void shouldStartProgramsThatExist() {
        List<String> missing = documents()
                .flatMap(document -> Pattern.compile("-Dexec\\.mainClass=([\\w.]+)")
                        .matcher(read(document))
                        .results()
                        .map(command -> command.group(1)))
                .filter(name -> {
                    String file = "/" + name.replace('.', '/') + ".java";
                    return files(ROOT, ".java")
                            .noneMatch(path -> path.toString().endsWith(file));
                })
                .toList();

        assertThat(missing).as("main classes that do not exist").isEmpty();
    }

    private static String firstGroup(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1).strip();
    }

    private record Block(String where, String code) {}

    private static Stream<Block> blocks(Path document, String language) {
        List<Block> blocks = new ArrayList<>();
        List<String> code = null;
        int number = 0;
        for (String line : read(document).split("\n", -1)) {
            number++;
            if (code == null && line.strip().equals("```" + language)) {
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
