package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.Event;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records with as many components as the JVM allows: 255 slots for a constructor's parameters, {@code this} being one. */
class WideRecordTest {
    private static final int MOST_SLOTS = 254;

    @TempDir
    static Path sources;

    private static URLClassLoader loader;

    @BeforeAll
    static void compile() throws Exception {
        List<String> names = new ArrayList<>();
        for (int count = MOST_SLOTS - 3; count <= MOST_SLOTS; count++) {
            names.add(write("Ints" + count, "int", count, ""));
        }
        // Around where reflection takes over.
        for (int count = 238; count <= 242; count++) {
            names.add(write("Ints" + count, "int", count, ""));
        }
        names.add(write("Doubles126", "double", 126, ""));
        names.add(write("Doubles127", "double", 127, ""));
        names.add(write("Longs127", "long", 127, ""));
        names.add(write("Texts254", "String", MOST_SLOTS, ""));
        names.add(write("Mixed", "double", 126, ", int last, @io.rxgase.core.state.ServerOnly boolean secret"));
        names.add(write(
                "Strict",
                "int",
                MOST_SLOTS,
                "",
                "public Strict { if (c7 < 0) throw new IllegalArgumentException(\"c7\"); }"));
        names.add(write("Leaf", "int", MOST_SLOTS, "", "", "implements Shape"));
        Files.writeString(sources.resolve("Shape.java"), "public sealed interface Shape permits Leaf {}");
        names.add("Shape");
        Files.writeString(
                sources.resolve("Around.java"), "public record Around(Shape shape, java.util.List<Ints254> more) {}");
        names.add("Around");
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
        arguments.addAll(List.of("-d", sources.toString()));
        names.forEach(name -> arguments.add(sources + File.separator + name + ".java"));
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(result).isZero();
        loader = new URLClassLoader(new URL[] {sources.toUri().toURL()}, WideRecordTest.class.getClassLoader());
    }

    @AfterAll
    static void close() throws Exception {
        loader.close();
    }

    private static String write(String name, String type, int count, String more) throws Exception {
        return write(name, type, count, more, "");
    }

    private static String write(String name, String type, int count, String more, String body) throws Exception {
        return write(name, type, count, more, body, "");
    }

    private static String write(String name, String type, int count, String more, String body, String implementing)
            throws Exception {
        String components =
                IntStream.range(0, count).mapToObj(i -> type + " c" + i).collect(Collectors.joining(", "));
        Files.writeString(
                sources.resolve(name + ".java"),
                "public record " + name + "(" + components + more + ") " + implementing + " {" + body + "}");
        return name;
    }

    @SuppressWarnings("unchecked") // all of them are records
    private static Class<? extends Record> type(String name) throws Exception {
        return (Class<? extends Record>) loader.loadClass(name);
    }

    private static Attributes numbered(int count, Object last) {
        Attributes.Builder builder = Attributes.builder();
        for (int i = 0; i < count; i++) {
            builder.put(
                    "c" + i, last instanceof Double ? (Object) (i + 0.5) : last instanceof String ? "text " + i : i);
        }
        return builder.build();
    }

    private static <S> void assertRoundTrip(StateModel<S> model, Attributes attributes, Object other) {
        S state = model.fromAttributes(attributes);
        assertThat(model.toAttributes(state)).isEqualTo(attributes);
        S changed = model.changed(
                state,
                Changes.builder().add("c3", new Change.Set(Values.of(other))).build());
        assertThat(model.changes(state, changed).asMap().keySet()).containsExactly("c3");
        assertThat(SyncModel.of(model).shared(changed).get("c3")).isEqualTo(Values.of(other));
    }

    @Test
    void shouldTakeAsManyComponentsAsTheJvmAllows() throws Exception {
        for (int count : new int[] {238, 239, 240, 241, 242, 251, 252, 253, MOST_SLOTS}) {
            assertRoundTrip(StateModel.of(type("Ints" + count)), numbered(count, 0), -1);
        }
        assertRoundTrip(StateModel.of(type("Doubles126")), numbered(126, 0.0), -1.0);
        assertRoundTrip(StateModel.of(type("Doubles127")), numbered(127, 0.0), -1.0);
        assertRoundTrip(StateModel.of(type("Longs127")), numbered(127, 0), -1);
        assertRoundTrip(StateModel.of(type("Texts254")), numbered(MOST_SLOTS, ""), "other");
    }

    @Test
    void shouldHideAComponentOfAWideRecord() throws Exception {
        StateModel<? extends Record> model = StateModel.of(type("Mixed"));
        Attributes all = numbered(126, 0.0).with("last", 7).with("secret", true);
        assertShared(model, all, all.without("secret"));
    }

    private static <S> void assertShared(StateModel<S> model, Attributes all, Attributes shared) {
        assertThat(SyncModel.of(model).shared(model.fromAttributes(all))).isEqualTo(shared);
    }

    @Test
    void shouldNestWideRecords() throws Exception {
        Attributes wide = numbered(MOST_SLOTS, 0);
        Attributes around = Attributes.of(Map.of("shape", wide.with("@type", "Leaf"), "more", List.of(wide, wide)));
        assertNested(StateModel.of(type("Around")), around);
    }

    private static <S> void assertNested(StateModel<S> model, Attributes attributes) {
        assertThat(model.toAttributes(model.fromAttributes(attributes))).isEqualTo(attributes);
    }

    @Test
    void shouldCarryWideRecordsInEvents() throws Exception {
        Event event = Event.of("Ints254").withNamed(numbered(MOST_SLOTS, 0));
        Record payload = event.as(type("Ints254"));
        assertThat(Event.of(payload)).isEqualTo(event);
    }

    @Test
    void shouldSayWhatAWideRecordsConstructorRefuses() throws Exception {
        StateModel<? extends Record> model = StateModel.of(type("Strict"));
        assertThatThrownBy(() -> model.fromAttributes(numbered(MOST_SLOTS, 0).with("c7", -1)))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageContaining("Strict")
                .hasMessageContaining("c7");
    }
}
