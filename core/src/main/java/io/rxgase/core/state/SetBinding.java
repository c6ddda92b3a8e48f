package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code Set<E>} of strings, whole numbers or enums: written as a sorted list, and replaced as a whole. */
final class SetBinding<E> extends Binding<Set<E>> {
    private final ScalarBinding<E> element;

    SetBinding(ScalarBinding<E> element) {
        this.element = element;
    }

    @Override
    String name() {
        return "list";
    }

    @Override
    Object describe(SchemaWriter schema) {
        return List.of(StateSchema.LIST, element.describe(schema));
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        switch (SchemaCheck.kind(theirs)) {
            case StateSchema.ANY -> {}
            case StateSchema.LIST -> {
                try {
                    element.check(SchemaCheck.inner(SchemaCheck.part(theirs, 1)), check);
                } catch (StateMismatchException e) {
                    throw e.under("[]");
                }
            }
            default -> throw check.mismatch(this, theirs);
        }
    }

    @Override
    Object write(Set<E> set) {
        List<Object> values = new ArrayList<>(set.size());
        for (E object : set) {
            values.add(element.write(Objects.requireNonNull(object, "a set of a state contains null")));
        }
        values.sort(KeyOrder.INSTANCE);
        return new ValueList(values.toArray());
    }

    @Override
    Set<E> read(Object value, Fit fit) {
        Set<E> set = new LinkedHashSet<>();
        int index = 0;
        for (Object each : list(value)) {
            int mark = fit.mark();
            int outside = fit.enterElement(index);
            try {
                if (each == null) {
                    throw element.mismatch(null);
                }
                set.add(element.read(each, fit));
            } catch (StateMismatchException e) {
                fit.replace(mark, fit.isStrict() ? e.under("[" + index + "]") : e, Misfit.Remedy.LEFT_OUT);
            }
            fit.leaveElement(outside);
            index++;
        }
        return Collections.unmodifiableSet(set);
    }

    @Override
    boolean same(Set<E> a, Set<E> b) {
        return a.equals(b);
    }

    @Override
    Set<E> ifMissing() {
        return Set.of();
    }
}
