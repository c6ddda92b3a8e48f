package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.Arrays;
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
        check.list(this, element, theirs);
    }

    @Override
    Shape shape() {
        return element.shape().inside();
    }

    @Override
    @SuppressWarnings({"unchecked", "ReferenceEquality"
    }) // elements of the lists; what needs no change is the same object
    List<@Nullable E> admitted(@Nullable List<@Nullable E> before, List<@Nullable E> list, int room) {
        Values.checkRoom(room);
        @Nullable Object[] befores = before == null ? new Object[0] : before.toArray();
        @Nullable Object[] admitted = list.toArray();
        boolean isSame = true;
        for (int i = 0; i < admitted.length; i++) {
            E was = i < befores.length ? (E) befores[i] : null;
            E is = (E) admitted[i];
            try {
                admitted[i] = element.admit(was, is, room - 1);
            } catch (Values.Unfit e) {
                throw e.inside("[" + i + "]");
            }
            isSame = isSame && admitted[i] == is;
        }
        return isSame ? list : (List<@Nullable E>) Collections.unmodifiableList(Arrays.asList(admitted));
    }

    @Override
    Object write(List<@Nullable E> list) {
        @Nullable Object[] values = list.toArray();
        for (int i = 0; i < values.length; i++) {
            @SuppressWarnings("unchecked") // an element of the list
            E object = (E) values[i];
            try {
                values[i] = element.toValue(object);
            } catch (Values.Unfit e) {
                throw e.inside("[" + i + "]");
            }
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
