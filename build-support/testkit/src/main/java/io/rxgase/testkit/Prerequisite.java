package io.rxgase.testkit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test uses and a machine may lack: a display, a library of the system, a kind of network.
 *
 * <p>A test that lacks it is skipped, so that a build has the same result whatever is installed; {@link SkippedTests} says at the
 * end what was missing. Where the environment names {@value #REQUIRE_ALL}, as in CI, the test fails instead.
 *
 * <pre>{@code
 * Prerequisite.need(Parts.isInstalled("enet"), "ENet", "apt-get install libenet7");
 * }</pre>
 */
public final class Prerequisite {
    /** The environment variable with which nothing may be missing, whatever its value. */
    public static final String REQUIRE_ALL = "RXGASE_REQUIRE_ALL";

    private Prerequisite() {}

    /**
     * Ends the test unless the machine has what it needs.
     *
     * @param there whether the machine has it
     * @param what its name
     * @param remedy how to get it, such as a command
     */
    public static void need(boolean there, String what, String remedy) {
        need(there, what, remedy, System.getenv(REQUIRE_ALL) != null);
    }

    static void need(boolean there, String what, String remedy, boolean required) {
        String missing = "this machine has no " + what + "; to get it: " + remedy;
        if (required && !there) {
            Assertions.fail(missing + " (without " + REQUIRE_ALL + " this test would be skipped)");
        }
        Assumptions.assumeTrue(there, missing);
    }
}
