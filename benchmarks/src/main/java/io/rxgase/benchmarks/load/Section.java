package io.rxgase.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A part of the report: Markdown, and the plots that belong to it.
 *
 * @param lines of Markdown, the first of which is its heading
 * @param plots by the name of their file
 */
record Section(List<String> lines, List<Plot> plots) {
    /** A plot and its file's name without its ending. */
    record Plot(String file, Chart<?, ?> chart) {}

    Section {
        lines = List.copyOf(lines);
        plots = List.copyOf(plots);
    }

    String heading() {
        return lines.get(0);
    }

    /** A table in the making. */
    static final class Table {
        private final List<String> lines = new ArrayList<>();

        Table(String... columns) {
            row((Object[]) columns);
            lines.add("|" + " --- |".repeat(columns.length));
        }

        void row(Object... cells) {
            StringBuilder line = new StringBuilder("|");
            for (Object cell : cells) {
                line.append(' ').append(cell).append(" |");
            }
            lines.add(line.toString());
        }

        List<String> lines() {
            return lines;
        }
    }
}
