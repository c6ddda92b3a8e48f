package io.rxgase.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts the tests that the TestNG engine ran, which are those of the reactive-streams TCK, and prints the number when
 * a test plan ends. The number is also a new line of the file that the system property {@code rxgase.tck.report} names, if
 * at least one test ran: the build deletes the file before, and fails a module that expects TCK tests and has no such file.
 */
public final class TckCount implements TestExecutionListener {
    /** The id of the engine that runs the TCK. */
    static final String ENGINE_ID = "testng";

    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();

    /** Made by the JUnit Platform, through its service loader. */
    public TckCount() {}

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() && isTck(test)) {
            // The TCK skips what does not apply to a publisher from inside the test, which is an abort.
            AtomicInteger count = result.getStatus() == TestExecutionResult.Status.ABORTED ? skipped : finished;
            count.incrementAndGet();
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (test.isTest() && isTck(test)) {
            skipped.incrementAndGet();
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        int ran = finished.getAndSet(0);
        int notApplicable = skipped.getAndSet(0);
        if (ran == 0) {
            return;
        }
        System.out.println("TCK: " + ran + " tests run, " + notApplicable + " not applicable");
        Path report = report();
        if (report != null) {
            try {
                // A line of its own, for a module may have several plans at a time, in several JVMs.
                Files.writeString(
                        report, ran + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static @Nullable Path report() {
        String file = System.getProperty("rxgase.tck.report");
        return file == null ? null : Path.of(file);
    }

    /** Also true of what the engine groups its tests by. */
    static boolean isTck(TestIdentifier test) {
        return UniqueId.parse(test.getUniqueId())
                .getEngineId()
                .filter(ENGINE_ID::equals)
                .isPresent();
    }
}
