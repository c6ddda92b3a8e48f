package io.rxgase.core.state;

import io.rxgase.core.internal.guard.Guard;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record: written as a map from component names to values. */
final class RecordBinding extends Binding<Object> {
    /** Marks a component that is not there. */
    private static final Object ABSENT = new Object();

    /**
     * One component. Where it is primitive, {@code same} compares two records in it without boxing.
     *
     * @param get (Object record) Object
     * @param same (Object record, Object record) boolean, or null
     * @param isOptional whether it may be missing
     * @param ifMissing what it takes then
     * @param audience who gets it, as in a {@link StateSchema}
     */
    record Component(
            String name,
            Binding<Object> binding,
            MethodHandle get,
            @Nullable MethodHandle same,
            boolean isOptional,
            @Nullable Object ifMissing,
            long audience) {
        @Nullable
        Object of(Object object) {
            try {
                return get.invokeExact(object);
            } catch (Throwable e) {
                throw RecordAccess.rethrow(e);
            }
        }

        @Nullable
        Change change(Object before, Object after) {
            if (same == null) {
                return binding.difference(of(before), of(after));
            }
            return sameIn(before, after) ? null : new Change.Set(binding.toValue(of(after)));
        }

        /** What stands in its place if it may be missing. */
        Misfit.Remedy remedy() {
            boolean isEmpty = ifMissing == null
                    || ifMissing instanceof Optional
                    || ifMissing instanceof Collection
                    || ifMissing instanceof Map;
            return isEmpty ? Misfit.Remedy.EMPTY : Misfit.Remedy.DEFAULT;
        }

        boolean sameIn(Object a, Object b) {
            if (same == null) {
                return binding.equal(of(a), of(b));
            }
            try {
                return (boolean) same.invokeExact(a, b);
            } catch (Throwable e) {
                throw RecordAccess.rethrow(e);
            }
        }
    }

    private final Class<?> type;
    private final MethodHandle construct;
    private final IgnoredAttributes ignored;
    private final Map<Object, Integer> indexes = new HashMap<>();
    /** In the order of the constructor. */
    private Component[] components = new Component[0];

    private Component[] inKeyOrder = components;

    /** Found when it is first asked for, which is before other threads see the binding. */
    private @Nullable Shape shape;

    /**
     * Makes a binding that is not linked yet, so that records may contain themselves.
     *
     * @param construct (Object[] components) Object
     */
    RecordBinding(Class<?> type, MethodHandle construct, IgnoredAttributes ignored) {
        this.type = type;
        this.construct = construct;
        this.ignored = ignored;
    }

    /** Completes the binding, before anyone else sees it. */
    void link(List<Component> all) {
        components = all.toArray(Component[]::new);
        for (int i = 0; i < components.length; i++) {
            indexes.put(components[i].name, i);
        }
        inKeyOrder = components.clone();
        Arrays.sort(inKeyOrder, Comparator.comparing(Component::name, KeyOrder.INSTANCE));
    }

    /** The names of the components that are maps whose entries have parts. */
    Set<Object> tables() {
        return Arrays.stream(components)
                .filter(component -> component.binding.holdsMaps())
                .map(Component::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Refuses what has nothing in common with this record: all of it would be ignored, and defaults be taken.
     *
     * @throws StateMismatchException if there are names, and no component has one of them
     */
    void requireSomeOf(Set<Object> names) {
        if (components.length > 0 && !names.isEmpty() && names.stream().noneMatch(indexes::containsKey)) {
            throw StateMismatchException.wrongType(
                    "", "something of " + describe(), StateMismatchException.there(names));
        }
    }

    Class<?> type() {
        return type;
    }

    @Override
    boolean isMap() {
        return true;
    }

    @Override
    String name() {
        return "map of " + type.getSimpleName();
    }

    @Override
    Object describe(SchemaWriter schema) {
        return List.of(StateSchema.RECORD, schema.number(this));
    }

    /** Describes the components: each with its type, who gets it, and what it takes if it is missing. */
    Attributes components(SchemaWriter schema) {
        Attributes.Builder builder = Attributes.builder();
        for (Component component : components) {
            List<@Nullable Object> described =
                    new ArrayList<>(List.of(component.binding.describe(schema), component.audience));
            if (component.isOptional) {
                described.add(component.binding.toValue(component.ifMissing));
            }
            builder.put(component.name, described);
        }
        return builder.build();
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        String kind = SchemaCheck.kind(theirs);
        if (kind.equals(StateSchema.SEALED)) {
            return;
        } else if (!kind.equals(StateSchema.RECORD)) {
            if (kind.equals(StateSchema.ANY) || kind.equals(StateSchema.MAP)) {
                return;
            }
            throw check.mismatch(this, theirs);
        }
        Attributes others = check.components(theirs);
        if (others == null || !check.enter(this, theirs)) {
            return;
        }
        for (Component component : components) {
            Object other = others.asMap().get(component.name);
            if (other == null || !check.isSent(other)) {
                missing(component, others.asMap());
            }
            if (other != null) {
                try {
                    component.binding.check(SchemaCheck.inner(SchemaCheck.part(other, 0)), check);
                } catch (StateMismatchException e) {
                    throw e.under(component.name);
                }
            }
        }
        check.leave();
    }

    @Override
    Attributes write(Object object) {
        SortedEntries<Object, @Nullable Object> entries = new SortedEntries<>(KeyOrder.INSTANCE, components.length);
        for (Component component : inKeyOrder) {
            try {
                entries.add(component.name, component.binding.toValue(component.of(object)));
            } catch (Values.Unfit e) {
                throw e.inside("." + component.name);
            }
        }
        return Attributes.EMPTY.changed(entries.done());
    }

    @Override
    Object read(Object value, Fit fit) {
        StateMap<Object, @Nullable Object> attributes = map(value).asMap();
        @Nullable Object[] parts = new Object[components.length];
        int found = 0;
        for (int i = 0; i < parts.length; i++) {
            Component component = components[i];
            Object part = attributes.getOrDefault(component.name, ABSENT);
            found += part == ABSENT ? 0 : 1;
            parts[i] = part == ABSENT ? missing(component, attributes) : read(component, part, fit);
        }
        if (found < attributes.size()) {
            attributes.keySet().forEach(this::ignore);
        }
        return construct(parts, fit);
    }

    private static @Nullable Object read(Component component, @Nullable Object value, Fit fit) {
        int mark = fit.mark();
        fit.enter(component.name);
        try {
            return component.binding.fromValue(value, fit);
        } catch (StateMismatchException e) {
            if (fit.isStrict() || !component.isOptional) {
                throw e.under(component.name);
            }
            fit.replace(mark, e, component.remedy());
            return component.ifMissing;
        } finally {
            fit.leave();
        }
    }

    private @Nullable Object missing(Component component, Map<Object, ?> attributes) {
        if (component.isOptional) {
            return component.ifMissing;
        }
        throw whyMissing(component, attributes).under(component.name);
    }

    private StateMismatchException whyMissing(Component component, Map<Object, ?> attributes) {
        return StateMismatchException.missingComponent("", component.binding.name(), attributes.keySet(), describe());
    }

    /** Returns the record as it is declared in this build. */
    private String describe() {
        return List.of(type.getRecordComponents()).stream()
                .map(c -> c.getType().getSimpleName() + " " + c.getName())
                .collect(Collectors.joining(", ", type.getSimpleName() + "(", ")"));
    }

    private void ignore(Object name) {
        if (!indexes.containsKey(name) && !name.equals(SealedBinding.TAG)) {
            ignored.count(type, name);
        }
    }

    /** Where a record that does not fit is left out, one whose constructor has cut a character in two does not fit either. */
    private Object construct(@Nullable Object[] parts, Fit fit) {
        Object made = construct(parts);
        if (!fit.isStrict() && shape().isLookedAt()) {
            for (int i = 0; i < components.length; i++) {
                if (parts[i] instanceof String given
                        && components[i].of(made) instanceof String taken
                        && !given.equals(taken)) {
                    requireWhole(taken, components[i].name);
                }
            }
        }
        return made;
    }

    private void requireWhole(String text, String component) {
        try {
            Values.whole(text);
        } catch (Values.Unfit e) {
            throw StateMismatchException.refused(type.getSimpleName(), e.inside("." + component));
        }
    }

    private Object construct(@Nullable Object[] parts) {
        try {
            return construct.invokeExact(parts);
        } catch (Throwable e) {
            if (Guard.isFatal(e)) {
                throw RecordAccess.rethrow(e);
            }
            // An assertion that fails refuses, too.
            throw StateMismatchException.refused(type.getSimpleName(), e);
        }
    }

    @Override
    Shape shape() {
        Shape known = shape;
        if (known == null) {
            // Until it is known, a type inside itself is without bound.
            shape = Shape.OPEN;
            known = Shape.SCALAR;
            for (Component component : components) {
                known = known.and(component.binding.shape());
            }
            known = known.inside();
            shape = known;
        }
        return known;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // what needs no change is the same object
    Object admitted(@Nullable Object before, Object object, int room) {
        Values.checkRoom(room);
        @Nullable Object[] parts = null;
        for (int i = 0; i < components.length; i++) {
            Component component = components[i];
            if (component.binding.shape() == Shape.SCALAR) {
                continue;
            }
            Object is = component.of(object);
            Object admitted;
            try {
                admitted = component.binding.admit(before == null ? null : component.of(before), is, room - 1);
            } catch (Values.Unfit e) {
                throw e.inside("." + component.name);
            }
            if (admitted != is) {
                parts = parts == null ? parts(object) : parts;
                parts[i] = admitted;
            }
        }
        return parts == null ? object : construct(parts);
    }

    @Override
    boolean same(Object a, Object b) {
        for (Component component : components) {
            if (!component.sameIn(a, b)) {
                return false;
            }
        }
        return true;
    }

    @Override
    @Nullable
    Change change(Object before, Object after) {
        Changes changes = changes(before, after);
        return changes.isEmpty() ? null : changes;
    }

    Changes changes(Object before, Object after) {
        Changes.Builder builder = null;
        for (Component component : components) {
            try {
                Change change = component.change(before, after);
                if (change != null) {
                    builder = builder == null ? Changes.builder() : builder;
                    builder.add(component.name, change);
                }
            } catch (Values.Unfit e) {
                throw e.inside("." + component.name);
            }
        }
        return builder == null ? Changes.NONE : builder.build();
    }

    @Override
    Object changed(Object before, Changes inside, Fit fit) {
        @Nullable Object[] parts = null;
        for (Map.Entry<Object, Change> entry : inside.byKey().entrySet()) {
            Integer index = indexes.get(entry.getKey());
            if (index == null) {
                ignore(entry.getKey());
                continue;
            }
            parts = parts == null ? parts(before) : parts;
            parts[index] = applied(components[index], parts[index], entry.getValue(), before, fit);
        }
        return parts == null ? before : construct(parts, fit);
    }

    private @Nullable Object[] parts(Object object) {
        @Nullable Object[] parts = new Object[components.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = components[i].of(object);
        }
        return parts;
    }

    private @Nullable Object applied(
            Component component, @Nullable Object part, Change change, Object record, Fit fit) {
        int mark = fit.mark();
        fit.enter(component.name);
        try {
            if (!(change instanceof Change.Delete)) {
                return component.binding.applied(part, change, fit);
            } else if (component.isOptional) {
                return component.ifMissing;
            }
            throw whyMissing(component, write(record).without(component.name).asMap());
        } catch (StateMismatchException e) {
            if (fit.isStrict()) {
                throw e.under(component.name);
            } else if (component.isOptional) {
                fit.replace(mark, e, component.remedy());
                return component.ifMissing;
            }
            fit.replace(mark, e, Misfit.Remedy.KEPT);
            return part;
        } finally {
            fit.leave();
        }
    }
}
