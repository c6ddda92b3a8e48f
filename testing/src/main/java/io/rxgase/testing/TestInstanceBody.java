package io.rxgase.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Runs a test method on a fresh instance of its class, in a fresh world. May run on several threads at a time. */
final class TestInstanceBody implements ScenarioBody {
    private final Constructor<?> constructor;
    private final Method test;
    private final List<Method> before;
    private final List<Method> after;

    TestInstanceBody(Class<?> type, Method test) {
        try {
            this.constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type + " needs a constructor without arguments (an inner class has none: make it static), because"
                            + " @SimulatedGame makes an instance for each run",
                    e);
        }
        this.test = test;
        this.before = methods(type, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN);
        this.after = methods(type, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP);
        constructor.setAccessible(true);
        test.setAccessible(true);
    }

    private static List<Method> methods(
            Class<?> type, Class<? extends Annotation> annotation, HierarchyTraversalMode order) {
        List<Method> methods = AnnotationSupport.findAnnotatedMethods(type, annotation, order);
        for (Method method : methods) {
            if (method.getParameterCount() > 0) {
                throw new IllegalArgumentException(
                        method + " must not take arguments: @SimulatedGame calls it for each run");
            }
            method.setAccessible(true);
        }
        return methods;
    }

    @Override
    public void run(Scenario scenario) throws Throwable {
        try (VirtualWorld world = VirtualWorld.of(scenario)) {
            Object instance = constructor.newInstance();
            for (Method method : before) {
                method.invoke(instance);
            }
            try {
                test.invoke(instance, world);
            } finally {
                for (Method method : after) {
                    method.invoke(instance);
                }
            }
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
