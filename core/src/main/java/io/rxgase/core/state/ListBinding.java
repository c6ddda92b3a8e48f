package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code List<E>}: written as a list, and replaced as a whole when an element changes. */
final class ListBinding<E> extends Binding<List<@Nullable E>> {
    private final Binding<E> element;

    ListBinding(Binding<E> element) {
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
    Object write(List<@Nullable E> list) {
        @Nullable Object[] values = list.toArray();
        for (int i = 0; i < values.length; i++) {
            @SuppressWarnings("unchecked") // an element of the list
            E object = (E) values[i];
            values[i] = element.toValue(object);
        }
        return values.length == 0 ? ValueList.EMPTY : new ValueList(values);
    }

    @Override
    List<@Nullable E> read(Object value, Fit fit) {
        List<?> values = list(value);
        List<@Nullable E> objects = new ArrayList<>(values.size());
        int index = 0;
        for (Object each : values) {
            int mark = fit.mark();
            int outside = fit.enterElement(index);
            try {
                objects.add(element.fromValue(each, fit));
            } catch (StateMismatchException e) {
                fit.replace(mark, fit.isStrict() ? e.under("[" + index + "]") : e, Misfit.Remedy.LEFT_OUT);
            }
            fit.leaveElement(outside);
            index++;
        }
        return Collections.unmodifiableList(objects);
    }

    @Override
    boolean same(List<@Nullable E> a, List<@Nullable E> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<@Nullable E> others = b.iterator();
        for (E one : a) {
            if (!element.equal(one, others.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    List<@Nullable E> ifMissing() {
        return List.of();
    }
}
