package io.rxgase.core.state;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@link ServerOnly}, {@link OwnerOnly} and {@link Owner}, and refuses what makes no sense. */
final class Visibility {
    /**
     * The key under which the owned part of a record says whose it is. It is half of a character, which no component's name and no key of
     * a map can have: the keys of a map may come from clients, who must not name owners. Never sent.
     */
    static final String OWNER = "\ud800owner";

    private static final Set<Class<?>> OWNERS = Set.of(int.class, Integer.class, long.class, Long.class);

    private Visibility() {}

    /** Whether at least some clients do not receive the component. */
    static boolean isHidden(RecordComponent component) {
        return component.isAnnotationPresent(ServerOnly.class) || component.isAnnotationPresent(OwnerOnly.class);
    }

    /** Returns who gets the component, as in a {@link StateSchema}. */
    static long audience(RecordComponent component) {
        return component.isAnnotationPresent(ServerOnly.class)
                ? StateSchema.TO_NOBODY
                : component.isAnnotationPresent(OwnerOnly.class) ? StateSchema.TO_OWNER : StateSchema.TO_ALL;
    }

    /** Refuses annotations that contradict each other or the component's type. */
    static void check(RecordComponent component, String path) {
        if (component.isAnnotationPresent(ServerOnly.class) && component.isAnnotationPresent(OwnerOnly.class)) {
            throw new IllegalArgumentException(path + " is both @ServerOnly and @OwnerOnly: decide for one");
        }
        if (component.isAnnotationPresent(Owner.class) && (!isNumber(component.getType()) || isHidden(component))) {
            throw new IllegalArgumentException(
                    path + " is marked @Owner: let it be the owner's ClientId, or its value as an int, a long or a"
                            + " box of one, and visible to all");
        }
    }

    private static boolean isNumber(Class<?> type) {
        return OWNERS.contains(type) || NumberRecord.of(type) != null;
    }

    /** Returns what clients have in the place of a component that they do not receive; null stands for null. */
    static @Nullable Object ifHidden(
            RecordComponent component, boolean nullable, Binding<Object> binding, String path) {
        if (nullable) {
            return null;
        } else if (component.getType().isPrimitive()) {
            return component.getType() == boolean.class
                    ? binding.parse("false")
                    : component.getType() == char.class ? (Object) '\0' : binding.parse("0");
        }
        Object empty = binding.ifMissing();
        if (empty == null) {
            throw new IllegalArgumentException(
                    path + " is hidden from clients, which need something in its place: give it"
                            + " a @Default, or make it an Optional or @Nullable");
        }
        return empty;
    }

    /** Refuses what is owner-only without an owner in its record or one around it, or inside a list, or inside something else's. */
    static void requireOwners(TypeRef type, boolean owned, String path, Set<TypeRef> around) {
        if (type.raw().isInterface() && type.raw().isSealed()) {
            for (Class<?> leaf : type.raw().getPermittedSubclasses()) {
                requireOwners(TypeRef.of(leaf), owned, path + "(" + leaf.getSimpleName() + ")", around);
            }
            return;
        } else if (!type.raw().isRecord()) {
            if (type.raw() == List.class
                    && !type.arguments().isEmpty()
                    && holdsOwned(type.arguments().get(0))) {
                throw new IllegalArgumentException(
                        path + " is a list with something @OwnerOnly inside: use a Map, whose"
                                + " entries have a name in updates");
            }
            type.arguments().forEach(argument -> requireOwners(argument, owned, path + ".*", around));
            return;
        } else if (!around.add(type)) {
            return;
        }
        RecordComponent[] components = type.raw().getRecordComponents();
        long owners = Stream.of(components)
                .filter(component -> component.isAnnotationPresent(Owner.class))
                .count();
        if (owners > 1) {
            throw new IllegalArgumentException(path + " has " + owners + " components marked @Owner: mark one");
        }
        for (RecordComponent component : components) {
            String componentPath = path + "." + component.getName();
            boolean isOwned = owned || owners == 1;
            if (component.isAnnotationPresent(OwnerOnly.class) && !isOwned) {
                throw new IllegalArgumentException(
                        componentPath + " is @OwnerOnly, but nothing says whose: mark a component"
                                + " of the same record, or of one around it, with @Owner");
            }
            TypeRef inside = TypeRef.of(component.getGenericType(), type);
            if (component.isAnnotationPresent(OwnerOnly.class) && holdsOwned(inside)) {
                throw new IllegalArgumentException(componentPath + " is @OwnerOnly and holds something that is"
                        + " @OwnerOnly itself, so that two owners would have a say: mark only one of them");
            }
            requireOwners(inside, isOwned, componentPath, around);
        }
        around.remove(type);
    }

    /** Whether there is something owner-only somewhere inside a type. */
    static boolean holdsOwned(TypeRef type) {
        return holds(type, component -> component.isAnnotationPresent(OwnerOnly.class), new HashSet<>());
    }

    /** Whether there is something that not every client may see somewhere inside a type. */
    static boolean holdsHidden(TypeRef type) {
        return holds(type, Visibility::isHidden, new HashSet<>());
    }

    private static boolean holds(TypeRef type, Predicate<RecordComponent> sought, Set<TypeRef> seen) {
        Class<?> raw = type.raw();
        if (!seen.add(type)) {
            return false;
        } else if (raw.isRecord()) {
            return Stream.of(raw.getRecordComponents())
                    .anyMatch(component -> sought.test(component)
                            || holds(TypeRef.of(component.getGenericType(), type), sought, seen));
        } else if (raw.isInterface() && raw.isSealed()) {
            return Stream.of(raw.getPermittedSubclasses()).anyMatch(leaf -> holds(TypeRef.of(leaf), sought, seen));
        }
        return type.arguments().stream().anyMatch(argument -> holds(argument, sought, seen));
    }
}
