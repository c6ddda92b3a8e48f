package io.rxgase.benchmarks.load;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Figures by name; immutable. As text {@code name=value name=value}.
 *
 * @param values the figures
 */
public record Readings(SortedMap<String, Double> values) {
    /** Copies. */
    public Readings {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** No figures. */
    public static Readings none() {
        return new Readings(Collections.emptySortedMap());
    }

    /** One figure. */
    public static Readings of(String name, double value) {
        return none().with(name, value);
    }

    /** One count. */
    public static Readings of(String name, long count) {
        return of(name, (double) count);
    }

    /** These and one more count. */
    public Readings with(String name, long count) {
        return with(name, (double) count);
    }

    /** These and one more. */
    public Readings with(String name, double value) {
        SortedMap<String, Double> more = new TreeMap<>(values);
        more.put(name, value);
        return new Readings(more);
    }

    /** These and others. */
    public Readings with(Readings others) {
        SortedMap<String, Double> more = new TreeMap<>(values);
        more.putAll(others.values);
        return new Readings(more);
    }

    /** A figure that must be there. */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no reading " + name + "; there are " + values.keySet());
        }
        return value;
    }

    /** A figure, or this if there is none. */
    public double get(String name, double otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** Reads what {@link #toString} wrote. */
    public static Readings parse(String text) {
        SortedMap<String, Double> values = new TreeMap<>();
        for (String pair : text.strip().split("\\s+", -1)) {
            int at = pair.indexOf('=');
            if (at > 0) {
                values.put(pair.substring(0, at), Double.parseDouble(pair.substring(at + 1)));
            }
        }
        return new Readings(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Double> entry : values.entrySet()) {
            text.append(entry.getKey()).append('=').append(entry.getValue()).append(' ');
        }
        return text.toString().strip();
    }
}
