package io.rxgase.testkit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints at the end of a test plan which tests were skipped, and why: a skipped test looks green and has shown nothing. What
 * does not apply to a publisher of the TCK is no such test; {@link TckCount} counts it.
 */
public final class SkippedTests implements TestExecutionListener {
    private final Queue<String> skipped = new ConcurrentLinkedQueue<>();

    /** Made by the JUnit Platform, through its service loader. */
    public SkippedTests() {}

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            add(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, reason);
    }

    private void add(TestIdentifier test, String reason) {
        if (!TckCount.isTck(test)) {
            skipped.add(nameOf(test) + ": " + reason);
        }
    }

    private static String nameOf(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getClassName() + "." + test.getLegacyReportingName())
                .orElse(test.getLegacyReportingName());
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!skipped.isEmpty()) {
            System.out.println("SKIPPED: " + skipped.size() + " tests or classes. With " + Prerequisite.REQUIRE_ALL
                    + "=1 what is missing fails the test.");
            skipped.forEach(test -> System.out.println("SKIPPED: " + test));
        }
    }
}
