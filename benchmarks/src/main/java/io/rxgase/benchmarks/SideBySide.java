package io.rxgase.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Two builds of one benchmark in one process, in turns of 10 ms, by the processor time of the one thread: for a machine
 * that is shared with other work, where two runs one after the other differ by more than what is looked for.
 *
 * <pre>
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) io.rxgase.benchmarks.SideBySide CodecBenchmark BEFORE AFTER
 * </pre>
 *
 * <p>BEFORE and AFTER are class paths, each with a benchmark of that name in this package that has no parameters.
 */
public final class SideBySide {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 40;
    private static final int WARM_UPS = 4;
    private static final long WARM_UP_NANOS = 100_000_000;
    private static final long ROUND_NANOS = 10_000_000;

    /** Between two looks at the time, which themselves take as long as a short benchmark. */
    private static final long LOOK_NANOS = 200_000;

    /** Where results go, so that no compiler leaves out what makes them. */
    static @Nullable Object result;

    private SideBySide() {}

    /**
     * Runs it.
     *
     * @param args the simple name of the benchmark's class, and two class paths
     * @throws Exception if the benchmark throws, or is not there
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException("use: BENCHMARK BEFORE AFTER, where the last two are class paths");
        }
        List<Subject> before = subjects(args[0], args[1]);
        List<Subject> after = subjects(args[0], args[2]);
        System.out.printf(
                Locale.ROOT, "%-24s %24s %24s %8s%n", "ns", "before (median, least)", "after (median, least)", "");
        for (int i = 0; i < before.size(); i++) {
            compare(before.get(i), after.get(i));
        }
    }

    /** One method of a benchmark. */
    private record Subject(String name, Callable<Object> run, int calls) {
        double round(long nanos) throws Exception {
            long start = THREADS.getCurrentThreadCpuTime();
            long called = 0;
            while (true) {
                for (int i = 0; i < calls; i++) {
                    result = run.call();
                }
                called += calls;
                long taken = THREADS.getCurrentThreadCpuTime() - start;
                if (taken >= nanos) {
                    return (double) taken / called;
                }
            }
        }
    }

    @SuppressWarnings("StreamResourceLeak") // the class loaders live as long as the process
    private static List<Subject> subjects(String benchmark, String classPath) throws Exception {
        URLClassLoader loader = new URLClassLoader(urls(classPath), ClassLoader.getPlatformClassLoader());
        String annotation = Benchmark.class.getName();
        Class<?> type = loader.loadClass(SideBySide.class.getPackageName() + "." + benchmark);
        Object instance = type.getConstructor().newInstance();
        for (Method method : methods(type, Setup.class.getName())) {
            method.invoke(instance);
        }
        List<Subject> subjects = new ArrayList<>();
        for (Method method : methods(type, annotation)) {
            Callable<Object> run = () -> method.invoke(instance);
            double nanos = new Subject(method.getName(), run, 1).round(WARM_UP_NANOS);
            subjects.add(new Subject(method.getName(), run, (int) (1 + LOOK_NANOS / nanos)));
        }
        return subjects;
    }

    /** The annotations are of that class loader, too. */
    private static List<Method> methods(Class<?> type, String annotation) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Arrays.stream(method.getAnnotations())
                        .anyMatch(each -> each.annotationType().getName().equals(annotation)))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private static URL[] urls(String classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    private static void compare(Subject before, Subject after) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            before.round(WARM_UP_NANOS);
            after.round(WARM_UP_NANOS);
        }
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            first[i] = before.round(ROUND_NANOS);
            second[i] = after.round(ROUND_NANOS);
        }
        Arrays.sort(first);
        Arrays.sort(second);
        System.out.printf(
                Locale.ROOT,
                "%-24s %12.1f %11.1f %12.1f %11.1f %8.2f%n",
                before.name,
                first[ROUNDS / 2],
                first[0],
                second[ROUNDS / 2],
                second[0],
                second[ROUNDS / 2] / first[ROUNDS / 2]);
    }
}
