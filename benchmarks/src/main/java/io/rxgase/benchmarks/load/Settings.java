package io.rxgase.benchmarks.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a part is told, by name; immutable. On a command line {@code name=value} each.
 *
 * @param values the settings
 */
public record Settings(Map<String, String> values) {
    /** Copies. */
    public Settings {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Nothing. */
    public static Settings none() {
        return new Settings(Map.of());
    }

    /** These and one more. */
    public Settings with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(name, value.toString());
        return new Settings(more);
    }

    /** These and what the other side said. */
    public Settings with(Readings readings) {
        Settings all = this;
        for (Map.Entry<String, Double> entry : readings.values().entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /** A number. */
    public double number(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + name + "; there are " + values.keySet());
        }
        return Double.parseDouble(value);
    }

    /** A number, or this one if it is not set. */
    public double number(String name, double otherwise) {
        return values.containsKey(name) ? number(name) : otherwise;
    }

    /** A whole number. */
    public int integer(String name) {
        return (int) number(name);
    }

    /** A whole number, or this one if it is not set. */
    public int integer(String name, int otherwise) {
        return (int) number(name, otherwise);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        values.forEach((name, value) -> arguments.add(name + "=" + value));
        return arguments;
    }

    static Settings parse(List<String> arguments) {
        Settings settings = none();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            settings = settings.with(argument.substring(0, at), argument.substring(at + 1));
        }
        return settings;
    }
}
