package io.rxgase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java sources of all modules, as words. */
final class SourceWords {
    private static final String JUNIT = "org\\.junit\\.jupiter\\.api\\.Assumptions";
    private static final Pattern JUNIT_IMPORT = Pattern.compile("import\\s+" + JUNIT + "\\s*;");

    /** Text blocks, strings, characters and comments. */
    private static final Pattern NO_CODE = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern FOREIGN = Pattern.compile(
            "\\b(?:assumeThat\\w*|[A-Z]\\w*Assumptions|Assumptions|SkipException"
                    + "|new\\s+[\\w.]*TestAbortedException|TestSkippedException|AssumptionViolatedException|Assume|setPreferredAssumptionException)\\b");

    private static final Pattern TCK = Pattern.compile("\\borg\\.reactivestreams\\.tck\\b");

    private SourceWords() {}

    /** Every Java source of this checkout, main and test. */
    static List<Path> sources() {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.exists(here.resolve("CONTRIBUTING.md")) ? here : here.getParent();
        return Stream.of("", "extensions", "build-support")
                .flatMap(parent -> folders(root.resolve(parent)))
                .map(module -> module.resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(SourceWords::javaBelow)
                .sorted()
                .toList();
    }

    private static Stream<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return Stream.of();
        }
        try (Stream<Path> modules = Files.list(parent)) {
            return modules.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a source extends the TCK itself or says its limits. */
    static boolean namesTheTck(String source) {
        return TCK.matcher(NO_CODE.matcher(source).replaceAll(" ")).find();
    }

    /** The words with which a source makes assumptions that are not those of JUnit Jupiter. */
    static List<String> foreignAssumptions(String source) {
        String code = NO_CODE.matcher(source).replaceAll(" ");
        boolean imported = JUNIT_IMPORT.matcher(code).find();
        return FOREIGN.matcher(code.replaceAll(JUNIT, ""))
                .results()
                .map(MatchResult::group)
                .filter(word -> !(imported && word.equals("Assumptions")))
                .distinct()
                .toList();
    }
}
