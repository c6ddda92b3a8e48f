package io.rxgase.benchmarks.load;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;

/**
 * Writes sections into the document, between two marks. What people wrote around them stays, and so do sections that were measured
 * before and are not measured now: each says when and how it was.
 */
final class Report {
    static final String BEGIN = "<!-- measured: begin (written by the benchmarks module, see the command below) -->";
    static final String END = "<!-- measured: end -->";
    private static final String HEADING = "### ";

    private final Path document;
    private final String command;

    Report(Path document, String command) {
        this.document = document;
        this.command = command;
    }

    /** A section as it stands in the document. */
    List<String> lines(Section section) {
        List<String> lines = new ArrayList<>();
        lines.add(section.heading());
        lines.add("");
        lines.addAll(machine());
        lines.addAll(section.lines().subList(1, section.lines().size()));
        for (Section.Plot plot : section.plots()) {
            lines.add("");
            lines.add("![" + plot.chart().getTitle() + "](benchmarks/" + plot.file() + ".png)");
        }
        lines.add("");
        return lines;
    }

    private static List<String> introduction() {
        return List.of(
                "## Whole processes over loopback",
                "",
                "Server and clients are JVMs of their own"
                        + (ChildProcess.pins() ? ", each pinned to a processor of its own" : "")
                        + ", with 512 MiB of heap, the serial collector unless another is named, and",
                "Netty's leak detection off. Medians of several runs, (smallest – largest). Processor time is the operating system's account",
                "of the process, less the just-in-time compiler's threads, which have long finished in a real server.",
                "");
    }

    private List<String> machine() {
        return List.of(
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

    /** Puts a section in the place of the one with the same heading, or behind the others. */
    void write(Section section) throws IOException {
        List<String> present = Files.exists(document) ? Files.readAllLines(document) : List.of();
        int begin = present.indexOf(BEGIN);
        int end = present.indexOf(END);
        Map<String, List<String>> sections =
                begin < 0 || end < begin ? new LinkedHashMap<>() : sections(present.subList(begin + 1, end));
        sections.put(section.heading(), lines(section));
        List<String> all = new ArrayList<>(begin < 0 ? present : present.subList(0, begin));
        all.add(BEGIN);
        all.addAll(introduction());
        sections.values().forEach(all::addAll);
        all.add(END);
        all.addAll(end < 0 ? List.of() : present.subList(end + 1, present.size()));
        Path folder = document.toAbsolutePath().getParent();
        Path plots = (folder == null ? Path.of("") : folder).resolve("benchmarks");
        Files.createDirectories(plots);
        Files.write(document, all);
        for (Section.Plot plot : section.plots()) {
            BufferedImage image = BitmapEncoder.getBufferedImage(plot.chart());
            ImageIO.write(image, "png", plots.resolve(plot.file() + ".png").toFile());
        }
    }

    private static Map<String, List<String>> sections(List<String> lines) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> open = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(HEADING)) {
                open = new ArrayList<>();
                sections.put(line, open);
            }
            open.add(line);
        }
        return sections;
    }
}
