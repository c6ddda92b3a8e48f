package io.rxgase.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.client.Client;
import io.rxgase.server.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes a game of the folder template as an adopter does, compiles it, runs its test and plays it. */
@Timeout(60)
class TemplateTest {
    private static final Path ROOT = root();

    @TempDir
    private Path project;

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        return Files.exists(folder.resolve("build-support")) ? folder : folder.getParent();
    }

    /** Copies the folder under another name, and renames what bears the old one. */
    @BeforeEach
    void instantiate() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("build-support/template"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String relative =
                        ROOT.resolve("build-support/template").relativize(file).toString();
                Path copy = project.resolve(relative.replace("mygame", "pong"));
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.writeString(copy, Files.readString(file).replace("mygame", "pong"));
            }
        }
    }

    private ClassLoader compiled() throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-Xlint:all",
                "-Werror",
                "--release",
                "17",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(project)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])))
                .as("the compiler's exit code; what it said stands above")
                .isZero();
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void shouldPassItsOwnTest() throws Exception {
        Class<?> test = compiled().loadClass("pong.MyGameTest");
        var constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        int run = 0;
        for (Method method : test.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                method.setAccessible(true);
                method.invoke(instance);
                run++;
            }
        }
        assertThat(run).isPositive();
    }

    @Test
    void shouldBePlayedOverUdp() throws Exception {
        ClassLoader game = compiled();
        Class<?> state = game.loadClass("pong.MyGame");
        Method start = game.loadClass("pong.MyServer").getMethod("start", String.class, int.class);
        Method play = game.loadClass("pong.MyClient").getMethod("play", Client.class, String.class);
        try (Backend<?> backend = (Backend<?>) start.invoke(null, "localhost", 0);
                Client<?> client = Client.of(state.asSubclass(Record.class))
                        .blockingConnect("localhost", backend.localAddress().getPort())) {
            Completable playing = (Completable) play.invoke(null, client, "Ann");
            // At least two steps: who is slow to look sees some states instead of all.
            Pattern walked = Pattern.compile("Walker\\[name=Ann, x=([2-9]|\\d\\d+), y=0]");
            Object seen = client.states()
                    .mergeWith(playing.onErrorComplete())
                    .filter(now -> walked.matcher(now.toString()).find())
                    .blockingFirst();
            assertThat(seen).isInstanceOf(state);
        }
    }

    @Test
    void shouldNameVersionsOfThisBuild() throws IOException {
        String ours = Files.readString(ROOT.resolve("pom.xml"));
        String theirs = Files.readString(project.resolve("pom.xml"));
        assertThat(theirs).contains("<rxgase.version>" + first(ours, "<version>([^<]*)") + "<");
        assertThat(versionsOf(theirs, "junit-jupiter")).isEqualTo(first(ours, "<junit.version>([^<]*)"));
        assertThat(versionsOf(theirs, "assertj-core")).isEqualTo(first(ours, "<assertj.version>([^<]*)"));
        Matcher artifacts = Pattern.compile("<artifactId>(rxgase-[^<]*)").matcher(theirs);
        while (artifacts.find()) {
            String module = artifacts.group(1).substring("rxgase-".length());
            assertThat(ROOT.resolve(module).resolve("pom.xml")).exists();
        }
    }

    private static String versionsOf(String pom, String artifact) {
        return first(pom, "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]*)");
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new UncheckedIOException(new IOException("nothing matches " + pattern));
        }
        return found.group(1);
    }
}
