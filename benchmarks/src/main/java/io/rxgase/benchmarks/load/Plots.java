package io.rxgase.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The two kinds of plots that the report has. */
final class Plots {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;

    private Plots() {}

    /** A line for each name, with the spread of the runs at each point; both axes logarithmic. */
    static Chart<?, ?> lines(String title, String xTitle, Map<String, Map<Double, Spread>> series) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.Matlab)
                .title(title)
                .xAxisTitle(xTitle)
                .build();
        boolean zero = series.values().stream().anyMatch(points -> points.containsKey(0.0));
        chart.getStyler().setXAxisLogarithmic(!zero);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        series.forEach((name, points) -> {
            if (!points.isEmpty()) {
                List<Double> x = new ArrayList<>(points.keySet());
                List<Double> y = new ArrayList<>();
                List<Double> spread = new ArrayList<>();
                points.values().forEach(point -> {
                    y.add(point.median());
                    // A bar that reached below zero could not be drawn on a logarithmic axis.
                    spread.add(Math.min((point.max() - point.min()) / 2, point.median() * 0.9));
                });
                var unused = chart.addSeries(name, x, y, spread);
            }
        });
        return chart;
    }

    /** Bars in groups; the value axis logarithmic. */
    static Chart<?, ?> bars(String title, List<String> groups, Map<String, List<Double>> series) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.Matlab)
                .title(title)
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(1.0);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        series.forEach((name, values) -> {
            var unused = chart.addSeries(name, groups, values);
        });
        return chart;
    }
}
