package io.rxgase.samples.tag.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The graph of the connection that shooters show: round-trip time, loss, bytes, the pace of states and the time of a tick
 * over the last half minute. Mutable, for the UI's thread.
 */
final class NetGraph {
    /** How many readings are kept; the oldest makes room for the newest. */
    static final int SAMPLES = 120;

    private final Deque<NetSample> samples = new ArrayDeque<>(SAMPLES);
    private final List<Line> lines = List.of(
            new Line("RTT", "ms", new Color(0x7fdbff), 50, NetSample::rttMillis),
            new Line("loss", "%", new Color(0xff851b), 10, NetSample::lossPercent),
            new Line("in", "kB/s", new Color(0x2ecc71), 20, sample -> sample.bytesInPerSecond() / 1000),
            new Line("out", "kB/s", new Color(0xf012be), 20, sample -> sample.bytesOutPerSecond() / 1000),
            new Line("state every", "ms", new Color(0xffdc00), 50, NetSample::stateMillis),
            new Line("tick", "ms", new Color(0xffffff), 2, NetSample::tickMillis));

    /** One curve; {@code least} is the smallest value that the full height stands for. */
    private record Line(String name, String unit, Color colour, double least, ToDoubleFunction<NetSample> value) {}

    void add(NetSample sample) {
        if (samples.size() == SAMPLES) {
            samples.removeFirst();
        }
        samples.addLast(sample);
    }

    int size() {
        return samples.size();
    }

    /** Paints the curves, the newest reading at the right, and what each stands at. */
    void paint(Graphics2D g, int width, int height) {
        g.setColor(ScenePainter.GROUND);
        g.fillRect(0, 0, width, height);
        g.setFont(g.getFont().deriveFont(Font.PLAIN, 11f));
        int left = 8;
        for (Line line : lines) {
            curve(g, line, width, height);
            NetSample newest = samples.isEmpty() ? NetSample.NONE : samples.getLast();
            String label = String.format(
                    Locale.ROOT, "%s %.1f %s", line.name(), line.value().applyAsDouble(newest), line.unit());
            g.setColor(line.colour());
            g.drawString(label, left, 14);
            left += g.getFontMetrics().stringWidth(label) + 16;
        }
    }

    private void curve(Graphics2D g, Line line, int width, int height) {
        double top = Math.max(
                line.least(), samples.stream().mapToDouble(line.value()).max().orElse(0));
        Path2D path = new Path2D.Double();
        double x = width - (double) samples.size() * width / SAMPLES;
        boolean first = true;
        for (NetSample sample : samples) {
            double y = height - 2 - line.value().applyAsDouble(sample) / top * (height - 22);
            if (first) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
            first = false;
            x += (double) width / SAMPLES;
        }
        g.setColor(line.colour());
        g.setStroke(new BasicStroke(1.2f));
        g.draw(path);
    }
}
