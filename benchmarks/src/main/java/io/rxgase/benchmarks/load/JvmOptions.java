package io.rxgase.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** The options of every child's JVM; the same for all peers. */
final class JvmOptions {
    /**
     * A heap of 512 MiB and the serial collector, which is what a JVM on one processor chooses by itself. Leak detection
     * is off for all who use Netty. Aeron and KryoNet reach into the JDK.
     */
    static final List<String> COMMON = common();

    private JvmOptions() {}

    static List<String> with(String option) {
        List<String> options = new ArrayList<>(COMMON);
        options.add(option);
        return List.copyOf(options);
    }

    private static List<String> common() {
        List<String> options = new ArrayList<>(List.of(
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dio.netty.leakDetection.level=disabled",
                "-Dlogback.configurationFile=benchmarks-logback.xml",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 24) {
            options.add("--enable-native-access=ALL-UNNAMED");
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return List.copyOf(options);
    }
}
