package io.rxgase.core.state;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Method handles for a record class, which may be private or local. Looked up once for each class. */
final class RecordAccess {
    /**
     * Method handles need some of the 255 slots that the JVM gives to a call for themselves; a long and a double take two each.
     * Constructors with more parameters than this are called by reflection, which needs none.
     */
    private static final int MOST_HANDLE_SLOTS = 240;

    private final Class<?> type;
    private final MethodHandles.Lookup lookup;

    RecordAccess(Class<?> type) {
        this.type = type;
        try {
            this.lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    type.getName() + " is not accessible: open its package to the module io.rxgase.core ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** Returns the canonical constructor as (Object[] components) Object. */
    MethodHandle constructor() {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            if (slots(types) > MOST_HANDLE_SLOTS) {
                return reflective(canonical);
            }
            return lookup.unreflectConstructor(canonical)
                    .asFixedArity()
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has a canonical constructor, but not " + type, e);
        }
    }

    private static int slots(Class<?>[] types) {
        return Arrays.stream(types)
                .mapToInt(each -> each == long.class || each == double.class ? 2 : 1)
                .sum();
    }

    private static MethodHandle reflective(Constructor<?> canonical) throws ReflectiveOperationException {
        canonical.setAccessible(true);
        MethodType type = MethodType.methodType(Object.class, Constructor.class, Object[].class);
        return MethodHandles.lookup()
                .findStatic(RecordAccess.class, "newInstance", type)
                .bindTo(canonical);
    }

    /** Found by its name, as {@link #same} is. */
    static Object newInstance(Constructor<?> canonical, @Nullable Object[] components) throws Throwable {
        try {
            return canonical.newInstance(components);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Returns a component's accessor as (Object record) Object. */
    MethodHandle accessor(RecordComponent component) {
        return rawAccessor(component).asType(MethodType.methodType(Object.class, Object.class));
    }

    /**
     * Returns whether two records have the same value in a primitive component, as (Object, Object) boolean.
     *
     * @return null if the component is not primitive
     */
    @Nullable
    MethodHandle sameness(RecordComponent component) {
        Class<?> primitive = component.getType();
        if (!primitive.isPrimitive()) {
            return null;
        }
        try {
            MethodHandle same = MethodHandles.lookup()
                    .findStatic(
                            RecordAccess.class,
                            "same",
                            MethodType.methodType(boolean.class, comparedAs(primitive), comparedAs(primitive)));
            MethodHandle get = rawAccessor(component);
            return MethodHandles.filterArguments(
                            same.asType(MethodType.methodType(boolean.class, primitive, primitive)), 0, get, get)
                    .asType(MethodType.methodType(boolean.class, Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this class has no same() for " + primitive, e);
        }
    }

    private static Class<?> comparedAs(Class<?> primitive) {
        return primitive == boolean.class || primitive == float.class || primitive == double.class
                ? primitive
                : long.class;
    }

    static boolean same(long a, long b) {
        return a == b;
    }

    static boolean same(boolean a, boolean b) {
        return a == b;
    }

    /** As records compare: NaN equals itself, and 0.0 is not -0.0. */
    static boolean same(float a, float b) {
        return Float.compare(a, b) == 0;
    }

    static boolean same(double a, double b) {
        return Double.compare(a, b) == 0;
    }

    private MethodHandle rawAccessor(RecordComponent component) {
        Method accessor = component.getAccessor();
        try {
            return lookup.unreflect(accessor);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a private lookup sees every accessor, but not " + accessor, e);
        }
    }

    /** Throws what a record's own code threw. */
    static RuntimeException rethrow(Throwable error) {
        if (error instanceof Error e) {
            throw e;
        } else if (error instanceof RuntimeException e) {
            throw e;
        }
        throw new IllegalStateException("a record threw a checked exception", error);
    }
}
