package io.rxgase.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the examples in javadoc alive: each must stand, but for white space and comments, in a test source, where the
 * compiler sees it.
 *
 * <pre>{@code
 * JavadocExamples.assertCompiled(
 *         Path.of("src/main/java/io/rxgase/core/event"), Path.of("src/test/java/io/rxgase/core/event/ExamplesTest.java"));
 * }</pre>
 *
 * <p>Called by tests, in the directory of their module.
 */
public final class JavadocExamples {
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum|@interface) ",
            Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\s*(?:\\*\\s*)?\\{@code");
    private static final Pattern COMMENT_MARGIN = Pattern.compile("^\\s*\\* ?", Pattern.MULTILINE);
    private static final Pattern LINE_COMMENT = Pattern.compile("//[^\\n]*");

    private JavadocExamples() {}

    /**
     * Asserts that each file of a package with a public type has an example, and that each example is in the tests.
     *
     * @param packageDirectory the sources of the package
     * @param tests the sources that have the examples
     */
    public static void assertCompiled(Path packageDirectory, Path... tests) {
        String compiled = Arrays.stream(tests)
                .map(JavadocExamples::read)
                .map(JavadocExamples::normalize)
                .collect(Collectors.joining("\n"));
        List<String> without = new ArrayList<>();
        List<String> notCompiled = new ArrayList<>();
        int found = 0;
        for (Path source : sources(packageDirectory)) {
            String text = read(source);
            List<String> examples = examples(text);
            found += examples.size();
            if (examples.isEmpty() && PUBLIC_TYPE.matcher(text).find()) {
                without.add(source.getFileName().toString());
            }
            examples.stream()
                    .filter(example -> !compiled.contains(normalize(example)))
                    .forEach(example -> notCompiled.add(source.getFileName() + ":" + example));
        }
        assertThat(found).as("examples in %s", packageDirectory).isPositive();
        assertThat(without).as("public types without an example").isEmpty();
        assertThat(notCompiled)
                .as("examples that are not in %s", Arrays.toString(tests))
                .isEmpty();
    }

    /** Finds what stands between the braces of each code block; braces within it are balanced. */
    private static List<String> examples(String source) {
        List<String> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(source);
        while (matcher.find()) {
            int depth = 1;
            int end = matcher.end();
            while (depth > 0) {
                char next = source.charAt(end++);
                depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            }
            String block = source.substring(matcher.end(), end - 1);
            examples.add(COMMENT_MARGIN.matcher(block).replaceAll(""));
        }
        return examples;
    }

    private static String normalize(String code) {
        return LINE_COMMENT.matcher(code).replaceAll("").replaceAll("\\s+", "");
    }

    private static List<Path> sources(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
