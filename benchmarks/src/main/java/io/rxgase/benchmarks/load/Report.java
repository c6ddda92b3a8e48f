package io.rxgase.benchmarks.load;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;

/** Writes the sections into the document, between two marks; what people wrote around them stays. */
final class Report {
    static final String BEGIN = "<!-- measured: begin (written by the benchmarks module, see the command below) -->";
    static final String END = "<!-- measured: end -->";

    private final Path document;
    private final String command;

    Report(Path document, String command) {
        this.document = document;
        this.command = command;
    }

    List<String> lines(List<Section> sections) {
        List<String> lines = new ArrayList<>(List.of(BEGIN, "## Whole processes over loopback", ""));
        lines.addAll(machine());
        for (Section section : sections) {
            lines.add("");
            lines.addAll(section.lines());
            for (Section.Plot plot : section.plots()) {
                lines.add("");
                lines.add("![" + plot.chart().getTitle() + "](benchmarks/" + plot.file() + ".png)");
            }
        }
        lines.add(END);
        return lines;
    }

    private List<String> machine() {
        return List.of(
                "Server and clients are JVMs of their own"
                        + (ChildProcess.pins() ? ", each pinned to a processor of its own" : "")
                        + ", with 512 MiB of heap, the serial collector, and Netty's leak",
                "detection off. Medians of several runs, (smallest – largest). Processor time is the operating system's account of the",
                "process, less the just-in-time compiler's threads, which have long finished in a real server.",
                "",
                "- Machine: " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, " + processor(),
                "- JVM: " + ManagementFactory.getRuntimeMXBean().getVmName() + " " + Runtime.version(),
                "- Date: " + LocalDate.now(ZoneOffset.UTC),
                "- Command: `" + command + "`");
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException notLinux) {
            // The operating system's name says it all then.
        }
        return "processor unknown";
    }

    void write(List<Section> sections) throws IOException {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        if (Files.exists(document)) {
            List<String> present = Files.readAllLines(document);
            int begin = present.indexOf(BEGIN);
            int end = present.indexOf(END);
            before.addAll(begin < 0 ? present : present.subList(0, begin));
            after.addAll(end < 0 ? List.of() : present.subList(end + 1, present.size()));
        }
        List<String> all = new ArrayList<>(before);
        all.addAll(lines(sections));
        all.addAll(after);
        Path folder = document.toAbsolutePath().getParent();
        Path plots = (folder == null ? Path.of("") : folder).resolve("benchmarks");
        Files.createDirectories(plots);
        Files.write(document, all);
        for (Section section : sections) {
            for (Section.Plot plot : section.plots()) {
                BufferedImage image = BitmapEncoder.getBufferedImage(plot.chart());
                ImageIO.write(image, "png", plots.resolve(plot.file() + ".png").toFile());
            }
        }
    }
}
