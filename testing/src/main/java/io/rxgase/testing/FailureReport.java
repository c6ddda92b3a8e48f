package io.rxgase.testing;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says what a search has found, after shrinking it. */
final class FailureReport {
    private final Method test;
    private final int scenarios;
    private final ScenarioBody body;

    FailureReport(Method test, int scenarios, ScenarioBody body) {
        this.test = test;
        this.scenarios = scenarios;
        this.body = body;
    }

    AssertionError of(Failure found) {
        StringBuilder text = new StringBuilder();
        text.append("run ")
                .append(found.index() + 1)
                .append(" of ")
                .append(scenarios)
                .append(" fails: ");
        text.append(found.scenario().describe()).append(System.lineSeparator());
        Shrinker shrinker = new Shrinker(body, test.getDeclaringClass());
        Optional<Failure> again = shrinker.again(found, found.scenario());
        if (again.isEmpty()) {
            text.append("but not again with the same scenario: game or test take something from the wall clock, from")
                    .append(" threads, from unseeded chance or from the order of a hash set (see Replay.verify())")
                    .append(System.lineSeparator())
                    .append(replay(found.scenario()));
            return error(text, found);
        }
        Failure smallest = shrinker.shrink(again.get());
        if (!smallest.scenario().equals(found.scenario())) {
            text.append("shrunk in ").append(shrinker.runs()).append(" runs to: ");
            text.append(smallest.scenario().describe()).append(System.lineSeparator());
        }
        return error(text.append(replay(smallest.scenario())), smallest);
    }

    private static AssertionError error(StringBuilder text, Failure failure) {
        text.append(System.lineSeparator()).append(failure.error());
        return new AssertionError(text.toString(), failure.error());
    }

    /** The one line that runs just this; with the module, if the build has several. */
    private String replay(Scenario scenario) {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path parent = module.getParent();
        boolean partOfABuild = parent != null && Files.exists(parent.resolve("pom.xml"));
        return "replay it: mvn test"
                + (partOfABuild ? " -pl " + module.getFileName() + " -am -Dsurefire.failIfNoSpecifiedTests=false" : "")
                + " " + selector() + " -Dscenario=" + scenario;
    }

    /** A nested class has a dollar in its name, which shells take for something else. */
    private String selector() {
        Class<?> type = test.getDeclaringClass();
        String name = type.getName().substring(type.getPackageName().length() + 1);
        String selector = "-Dtest=" + name + "#" + test.getName();
        return name.indexOf('$') < 0 ? selector : "'" + selector + "'";
    }
}
