package io.rxgase.benchmarks.load;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has cost so far, from the operating system. Where Linux tells each thread's time to the nanosecond
 * the time of the just-in-time compiler's threads is told apart, for a run of seconds compiles what a game of
 * hours would have behind it; elsewhere it is counted among the rest.
 *
 * @param cpuNanos processor time, user and system, of all threads but the compiler's
 * @param compilerNanos processor time of the compiler's threads
 * @param collectorNanos time of the collector, as it says itself
 * @param allocatedBytes bytes allocated by the threads that live
 */
record ProcessCost(long cpuNanos, long compilerNanos, long collectorNanos, long allocatedBytes) {
    private static final Path THREADS = Path.of("/proc/self/task");

    static ProcessCost now() {
        long collectorMillis = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collectorMillis += bean.getCollectionTime();
        }
        long cpu = 0;
        long compiler = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                long nanos = nanos(thread);
                if (isCompiler(thread)) {
                    compiler += nanos;
                } else {
                    cpu += nanos;
                }
            }
        } catch (IOException notLinux) {
            cpu = system().getProcessCpuTime();
        }
        return new ProcessCost(cpu, compiler, collectorMillis * 1_000_000, allocated());
    }

    private static long nanos(Path thread) {
        try {
            String[] fields = Files.readString(thread.resolve("schedstat")).split(" ", 2);
            return Long.parseLong(fields[0]);
        } catch (IOException ended) {
            return 0;
        }
    }

    private static boolean isCompiler(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"));
            return name.startsWith("C1 Comp") || name.startsWith("C2 Comp");
        } catch (IOException ended) {
            return false;
        }
    }

    private static com.sun.management.OperatingSystemMXBean system() {
        return (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    private static long allocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    /** What was spent since an earlier reading. */
    Readings since(ProcessCost earlier) {
        return Readings.of("cpu.seconds", (cpuNanos - earlier.cpuNanos) / 1e9)
                .with("compiler.seconds", (compilerNanos - earlier.compilerNanos) / 1e9)
                .with("collector.seconds", (collectorNanos - earlier.collectorNanos) / 1e9)
                .with("allocated.bytes", allocatedBytes - earlier.allocatedBytes);
    }
}
