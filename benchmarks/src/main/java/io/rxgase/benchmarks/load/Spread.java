package io.rxgase.benchmarks.load;

import java.util.List;
import java.util.Locale;

/** The median of several runs, and the smallest and the largest of them. */
record Spread(double median, double min, double max) {
    static Spread of(List<Double> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("no run");
        }
        double[] sorted =
                runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** With so many digits after the point that three or four count. */
    @Override
    public String toString() {
        if (min == max) {
            return format(median);
        }
        return format(median) + " (" + format(min) + " – " + format(max) + ")";
    }

    static String format(double value) {
        double size = Math.abs(value);
        String pattern = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
