package io.rxgase.core.state;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks over the types of a record tree, once, and makes the binding of each. Used by one thread. */
final class RecordTree {
    private static final Set<Class<?>> BOXES = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Character.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class);

    /** More than anybody writes; a generic record that contains itself can have any number. */
    private static final int MOST_ARGUMENTS = 64;

    private static final int SHOWN = 80;

    private final IgnoredAttributes ignored;
    private final Part part;
    /** Also those that are still being made, so that a record may contain itself. */
    private final Map<TypeRef, RecordBinding> records = new HashMap<>();

    private final Map<TypeRef, SealedBinding> sealed = new HashMap<>();
    /** The tree of what is inside owner-only components; null until there is one. */
    private @Nullable RecordTree own;

    /** Which components a tree has. */
    enum Part {
        /** All. */
        WHOLE,
        /** What every client may see. */
        SHARED,
        /** What only owners may see, and who they are. */
        OWNED,
        /** An owner-only value, of which its owner gets all that is not server-only. */
        OWN
    }

    RecordTree(IgnoredAttributes ignored) {
        this(ignored, Part.WHOLE);
    }

    RecordTree(IgnoredAttributes ignored, Part part) {
        this.ignored = ignored;
        this.part = part;
    }

    RecordBinding root(Class<?> type) {
        if (NumberRecord.of(type) != null) {
            throw new IllegalArgumentException(
                    type.getName() + " is @Unwrapped, a number without a name: make it a component of a record");
        }
        RecordBinding root = record(TypeRef.of(type), type.getSimpleName());
        if (part == Part.WHOLE) {
            Visibility.requireOwners(TypeRef.of(type), false, type.getSimpleName(), new HashSet<>());
        }
        Shape shape = root.shape();
        if (shape.levels() > Values.MAX_DEPTH && shape.levels() < Shape.UNBOUNDED) {
            throw new IllegalArgumentException(type.getSimpleName() + " nests " + shape.levels()
                    + " levels of records, lists and maps, but what is sent has at most " + Values.MAX_DEPTH
                    + ": refer to things by their keys instead of nesting them");
        }
        // Each finds its shape now, while one thread knows them.
        findShapes();
        return root;
    }

    private void findShapes() {
        records.values().forEach(RecordBinding::shape);
        sealed.values().forEach(SealedBinding::shape);
        if (own != null) {
            own.findShapes();
        }
    }

    @SuppressWarnings("unchecked") // the binding of a type reads and writes objects of that type
    private Binding<Object> binding(TypeRef type, String path) {
        return (Binding<Object>) anyBinding(type, path);
    }

    private Binding<?> anyBinding(TypeRef type, String path) {
        Class<?> raw = type.raw();
        ScalarBinding<?> scalar = ScalarBinding.of(raw);
        if (scalar != null) {
            return scalar;
        } else if (raw.isRecord()) {
            return record(type, path);
        } else if (raw.isInterface() && raw.isSealed()) {
            return sealed(type, path);
        } else if (raw == Map.class || raw == StateMap.class) {
            return new MapBinding<>(
                    key(argument(type, 0, path), path),
                    binding(argument(type, 1, path), path + ".*"),
                    raw == StateMap.class);
        } else if (raw == List.class) {
            return new ListBinding<>(binding(argument(type, 0, path), path + "[]"));
        } else if (raw == Set.class) {
            return new SetBinding<>(key(argument(type, 0, path), path));
        } else if (raw == Optional.class) {
            return optional(argument(type, 0, path), path);
        } else if (raw == Attributes.class) {
            return new AttributesBinding();
        }
        throw unfit(
                path,
                type,
                "use a primitive or its box, String, an enum, byte[], Bytes, a record, a sealed interface of"
                        + " records, Optional, List, Set, Map or StateMap of those, or Attributes");
    }

    private static IllegalArgumentException unfit(String path, TypeRef type, String fix) {
        return new IllegalArgumentException(path + " is of type " + type + ", which cannot be part of a state: " + fix);
    }

    private static TypeRef argument(TypeRef type, int index, String path) {
        if (type.arguments().size() <= index) {
            throw unfit(path, type, "give its type arguments");
        }
        return type.arguments().get(index);
    }

    @SuppressWarnings("unchecked") // as in binding
    private static ScalarBinding<Object> key(TypeRef type, String path) {
        ScalarBinding<?> key = ScalarBinding.of(type.raw());
        if (key == null || !key.isKey()) {
            throw unfit(
                    path,
                    type,
                    "keys of maps and elements of sets are strings, whole numbers, enums, or @Unwrapped records that"
                            + " are Comparable with themselves");
        }
        return (ScalarBinding<Object>) key;
    }

    private Binding<?> optional(TypeRef inner, String path) {
        if (inner.raw() == Optional.class) {
            throw unfit(path, inner, "an Optional in an Optional looks like an empty one when it is written; use one");
        }
        return new OptionalBinding<>(binding(inner, path));
    }

    private SealedBinding sealed(TypeRef type, String path) {
        SealedBinding known = sealed.get(type);
        if (known != null) {
            return known;
        }
        SealedBinding binding = new SealedBinding(type.raw().getSimpleName(), part != Part.OWNED);
        sealed.put(type, binding);
        leaves(type.raw()).forEach(leaf -> {
            String leafPath = path + "(" + leaf.getSimpleName() + ")";
            if (!leaf.isRecord()) {
                throw unfit(
                        leafPath, TypeRef.of(leaf), "let a sealed interface permit records and sealed interfaces only");
            }
            if (!binding.link(record(TypeRef.of(leaf), leafPath))) {
                throw unfit(leafPath, type, "two of its records are called " + leaf.getSimpleName() + "; rename one");
            }
        });
        return binding;
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isInterface() && type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(RecordTree::leaves)
                : Stream.of(type);
    }

    private RecordBinding record(TypeRef type, String path) {
        RecordBinding known = records.get(type);
        if (known != null) {
            return known;
        }
        if (type.hasMoreThan(MOST_ARGUMENTS)) {
            throw unfit(
                    path.substring(0, Math.min(path.length(), SHOWN)) + "…",
                    TypeRef.of(type.raw()),
                    "it contains itself with ever larger type arguments; give it the same ones");
        }
        RecordAccess access = new RecordAccess(type.raw());
        RecordBinding binding = new RecordBinding(type.raw(), access.constructor(), ignored);
        records.put(type, binding);
        List<RecordBinding.Component> components = new ArrayList<>();
        for (RecordComponent component : type.raw().getRecordComponents()) {
            String componentPath = path + "." + component.getName();
            Visibility.check(component, componentPath);
            if (isIn(type, component)) {
                components.add(component(type, component, access, componentPath));
            }
        }
        List<String> names = components.stream()
                .map(RecordBinding.Component::name)
                .distinct()
                .toList();
        if (names.size() < components.size() || names.contains(SealedBinding.TAG)) {
            throw unfit(
                    path,
                    type,
                    "two of its components have the same attribute name, or one is called " + SealedBinding.TAG
                            + "; give each its own");
        }
        binding.link(components);
        return binding;
    }

    private RecordBinding.Component component(
            TypeRef record, RecordComponent component, RecordAccess access, String path) {
        boolean isOwn = part == Part.OWNED && component.isAnnotationPresent(OwnerOnly.class);
        Binding<Object> binding = (isOwn ? own() : this).binding(TypeRef.of(component.getGenericType(), record), path);
        Object ifMissing = ifMissing(component, binding, path);
        if (component.getType().isPrimitive()) {
            binding = new PrimitiveBinding(binding, ifMissing);
        }
        Quantized quantized = component.getAnnotation(Quantized.class);
        if (quantized != null) {
            Binding<Object> steps = QuantizedBinding.of(quantized, component.getType(), path);
            binding = part == Part.WHOLE ? binding : steps;
        }
        if (isOwn) {
            binding = new OwnedBinding(binding);
        }
        boolean isOwner = part == Part.OWNED && component.isAnnotationPresent(Owner.class);
        return new RecordBinding.Component(
                isOwner ? Visibility.OWNER : attributeName(component),
                binding,
                access.accessor(component),
                part != Part.WHOLE && quantized != null ? null : access.sameness(component),
                ifMissing != null || isNullable(component),
                ifMissing,
                Visibility.audience(component));
    }

    private RecordTree own() {
        RecordTree known = own;
        if (known == null) {
            known = new RecordTree(ignored, Part.OWN);
            own = known;
        }
        return known;
    }

    private boolean isIn(TypeRef record, RecordComponent component) {
        return switch (part) {
            case WHOLE -> true;
            case SHARED -> !Visibility.isHidden(component);
            case OWN -> !component.isAnnotationPresent(ServerOnly.class);
            case OWNED ->
                !component.isAnnotationPresent(ServerOnly.class)
                        && (component.isAnnotationPresent(OwnerOnly.class)
                                || component.isAnnotationPresent(Owner.class)
                                || Visibility.holdsOwned(TypeRef.of(component.getGenericType(), record)));
        };
    }

    private static String attributeName(RecordComponent component) {
        AttributeName given = component.getAnnotation(AttributeName.class);
        try {
            return given == null ? component.getName() : Values.whole(given.value());
        } catch (Values.Unfit e) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getSimpleName() + "." + component.getName() + ": @AttributeName: "
                            + e.getMessage(),
                    e);
        }
    }

    private static @Nullable Object ifMissing(RecordComponent component, Binding<Object> binding, String path) {
        Default given = component.getAnnotation(Default.class);
        if (given == null && Visibility.isHidden(component)) {
            return Visibility.ifHidden(component, isNullable(component), binding, path);
        } else if (given == null) {
            return isNullable(component) ? null : binding.ifMissing();
        }
        try {
            return binding.parse(given.value());
        } catch (IllegalArgumentException e) { // NumberFormatException is one
            throw new IllegalArgumentException(
                    path + ": @Default(\"" + given.value() + "\") is no " + binding.name() + " (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    private static boolean isNullable(RecordComponent component) {
        return BOXES.contains(component.getType())
                || isMarkedNullable(component)
                || isMarkedNullable(component.getAnnotatedType())
                || isMarkedNullable(component.getAccessor());
    }

    /** There are many annotations of this name; they all mean the same. */
    private static boolean isMarkedNullable(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
