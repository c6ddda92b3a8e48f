package io.rxgase.testing;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Makes one JUnit test of a method with {@link SimulatedGame}, in which all its scenarios run. */
final class SimulatedGameExtension implements TestTemplateInvocationContextProvider {
    private static final String SCENARIO = "scenario";
    private static final String SEED = "seed";
    private static final String SEEDS = "seeds";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(SimulatedGame.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        SimulatedGame annotation = method.getAnnotation(SimulatedGame.class);
        return Stream.of(new WholeSearch(method, scenarios(annotation)));
    }

    private static List<Scenario> scenarios(SimulatedGame annotation) {
        String only = System.getProperty(SCENARIO);
        if (only != null) {
            return List.of(Scenario.parse(only));
        }
        Long seed = Long.getLong(SEED);
        long first = seed == null ? annotation.firstSeed() : seed;
        int count = seed == null ? Integer.getInteger(SEEDS, annotation.seeds()) : 1;
        if (count < 1 || annotation.conditions().length == 0) {
            throw new IllegalArgumentException("@SimulatedGame needs at least 1 seed and 1 of conditions");
        }
        Duration duration = Duration.ofMillis(Math.round(annotation.seconds() * 1000));
        List<Scenario> scenarios = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (Conditions conditions : annotation.conditions()) {
                scenarios.add(new Scenario(first + i, conditions, annotation.clients(), duration, List.of())
                        .withRandomFaults(annotation.faults()));
            }
        }
        return scenarios;
    }

    private static final class WholeSearch
            implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {
        private final Method method;
        private final List<Scenario> scenarios;

        WholeSearch(Method method, List<Scenario> scenarios) {
            this.method = method;
            this.scenarios = scenarios;
        }

        @Override
        public String getDisplayName(int invocationIndex) {
            return scenarios.size() == 1
                    ? scenarios.get(0).toString()
                    : scenarios.size() + " scenarios from " + scenarios.get(0);
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == VirtualWorld.class;
        }

        /** Nobody gets this one: JUnit's own call is skipped, and each run has a world of its own. */
        @Override
        public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return null;
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> call,
                ExtensionContext context)
                throws Throwable {
            if (!Arrays.equals(method.getParameterTypes(), new Class<?>[] {VirtualWorld.class})) {
                throw new IllegalArgumentException(
                        method + " must take one VirtualWorld: @SimulatedGame makes one for each run");
            }
            invocation.skip();
            ScenarioBody body = new TestInstanceBody(context.getRequiredTestClass(), method);
            Optional<Failure> failure = new Search(scenarios, body).run();
            if (failure.isPresent()) {
                throw new FailureReport(method, scenarios.size(), body).of(failure.get());
            }
        }
    }
}
