package io.rxgase.core.state;

import io.rxgase.core.state.World.Box;
import io.rxgase.core.state.World.Circle;
import io.rxgase.core.state.World.Line;
import io.rxgase.core.state.World.Mode;
import io.rxgase.core.state.World.Node;
import io.rxgase.core.state.World.Numbers;
import io.rxgase.core.state.World.Pair;
import io.rxgase.core.state.World.Shape;
import io.rxgase.core.state.World.Unit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random records of every kind, and random changes of them. */
final class RandomWorlds {
    private RandomWorlds() {}

    static World world(RandomGenerator random) {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int i = random.nextInt(random.nextInt(5) == 0 ? 40 : 4); i > 0; i--) {
            units = units.with(random.nextInt(50), unit(random));
        }
        return new World(
                units,
                scores(random),
                table(random),
                shapes(random),
                shape(random),
                Optional.of(unit(random)).filter(u -> random.nextBoolean()),
                random.nextBoolean() ? null : unit(random),
                new Pair<>("p" + random.nextInt(2), unit(random)),
                node(random, 2),
                modes(random),
                mode(random),
                RandomValues.tree(random, 1),
                numbers(random),
                random.nextBoolean() ? null : random.nextInt(),
                "t" + random.nextInt(3),
                Bytes.of((byte) random.nextInt(2)));
    }

    /** Some components of the one, and some of another, changed inside where that is possible. */
    static World changed(RandomGenerator random, World w) {
        World other = world(random);
        return new World(
                units(random, w.units()),
                either(random, w.scores(), other.scores()),
                either(random, w.table(), other.table()),
                either(random, w.shapes(), other.shapes()),
                either(random, w.main(), other.main()),
                either(random, w.hero().map(hero -> either(random, hero, hurt(hero))), other.hero()),
                either(random, w.rival() == null ? null : hurt(w.rival()), other.rival()),
                new Pair<>(
                        w.pair().first(),
                        either(random, w.pair().second(), hurt(w.pair().second()))),
                either(random, w.tree(), other.tree()),
                either(random, w.modes(), other.modes()),
                either(random, w.mode(), other.mode()),
                either(random, w.extra(), RandomValues.changed(random, w.extra(), 1)),
                either(random, w.numbers(), other.numbers()),
                either(random, w.chaserId(), other.chaserId()),
                either(random, w.title(), other.title()),
                either(random, w.token(), other.token()));
    }

    private static StateMap<Integer, Unit> units(RandomGenerator random, StateMap<Integer, Unit> units) {
        StateMap<Integer, Unit> now = random.nextInt(10) == 0 ? StateMap.copyOf(new HashMap<>(units)) : units;
        for (int i = random.nextInt(5); i > 0; i--) {
            int id = random.nextInt(50);
            now = switch (random.nextInt(3)) {
                case 0 -> now.without(id);
                case 1 -> now.with(id, unit(random));
                default -> now.mapped((key, unit) -> key % 10 == id % 10 ? hurt(unit) : unit);
            };
        }
        return now;
    }

    private static Unit hurt(Unit unit) {
        return new Unit(unit.name(), unit.x(), unit.y(), unit.hp() - 1);
    }

    private static <T> T either(RandomGenerator random, T one, T other) {
        return random.nextInt(4) == 0 ? other : one;
    }

    private static Unit unit(RandomGenerator random) {
        return new Unit("n" + random.nextInt(3), random.nextInt(3), random.nextGaussian(), random.nextInt(4));
    }

    private static Map<String, Double> scores(RandomGenerator random) {
        Map<String, Double> scores = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            scores.put("s" + random.nextInt(4), random.nextInt(5) == 0 ? null : (double) random.nextInt(3));
        }
        return scores;
    }

    private static Map<Mode, List<Integer>> table(RandomGenerator random) {
        return random.nextBoolean()
                ? Map.of(mode(random), List.of(random.nextInt(3), random.nextInt(3)))
                : Map.of(Mode.CALM, List.of(), Mode.WILD, List.of(random.nextInt(2)));
    }

    private static List<Shape> shapes(RandomGenerator random) {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> shape(random))
                .toList();
    }

    private static Shape shape(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Circle(random.nextInt(3));
            case 1 -> new Box(random.nextInt(2), random.nextInt(2));
            default -> new Line(new Pair<>((float) random.nextInt(2), random.nextFloat()));
        };
    }

    private static Node node(RandomGenerator random, int depth) {
        return new Node(
                "n" + random.nextInt(3),
                depth == 0
                        ? List.of()
                        : IntStream.range(0, random.nextInt(3))
                                .mapToObj(i -> node(random, depth - 1))
                                .toList());
    }

    private static Mode mode(RandomGenerator random) {
        return random.nextBoolean() ? Mode.CALM : Mode.WILD;
    }

    private static Set<Mode> modes(RandomGenerator random) {
        EnumSet<Mode> modes = EnumSet.noneOf(Mode.class);
        for (Mode mode : Mode.values()) {
            if (random.nextBoolean()) {
                modes.add(mode);
            }
        }
        return modes;
    }

    private static Numbers numbers(RandomGenerator random) {
        return new Numbers(
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                (char) random.nextInt(),
                random.nextInt(4) == 0 ? Float.NaN : random.nextFloat(),
                random.nextInt(4) == 0 ? -0.0 : 0.0);
    }
}
