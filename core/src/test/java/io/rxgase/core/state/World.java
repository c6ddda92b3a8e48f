package io.rxgase.core.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A state with every kind of component. */
record World(
        StateMap<Integer, Unit> units,
        Map<String, Double> scores,
        Map<Mode, List<Integer>> table,
        List<Shape> shapes,
        Shape main,
        Optional<Unit> hero,
        @Nullable Unit rival,
        Pair<String, Unit> pair,
        Node tree,
        Set<Mode> modes,
        Mode mode,
        Attributes extra,
        Numbers numbers,
        Integer chaserId,
        String title,
        Bytes token) {
    record Unit(String name, double x, double y, int hp) {}

    record Numbers(boolean z, byte b, short s, int i, long l, char c, float f, double d) {}

    record Pair<A, B>(A first, B second) {}

    record Node(String name, List<Node> children) {}

    enum Mode {
        CALM,
        WILD {
            @Override
            public String toString() {
                return "a constant with a body";
            }
        }
    }

    sealed interface Shape permits Circle, Angular {}

    sealed interface Angular extends Shape permits Box, Line {}

    record Circle(double radius) implements Shape {}

    record Box(double width, double height) implements Angular {}

    record Line(Pair<Float, Float> to) implements Angular {}
}
