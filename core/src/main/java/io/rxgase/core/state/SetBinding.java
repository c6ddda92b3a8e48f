package io.rxgase.core.state;

import java.util.ArrayList;
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
        check.list(this, element, theirs);
    }

    @Override
    Shape shape() {
        return Shape.SCALAR.inside().lookedAt();
    }

    private E normal(E object) {
        return element.normal(Objects.requireNonNull(object, "a set of a state contains null: leave it out"));
    }

    @Override
    Set<E> admitted(@Nullable Set<E> before, Set<E> set, int room) {
        Values.checkRoom(room);
        if (set instanceof StateSet) {
            return set;
        }
        OwnOrder.refuse(set);
        if (OwnOrder.goesByEquals(set)
                && OwnOrder.staysInOrder(set)
                && OwnOrder.isAscending(set, e -> normal(e).equals(e))) {
            return set;
        }
        Set<E> admitted = StateSet.of(set.stream().map(this::normal).toArray());
        if (admitted.size() < set.size()) {
            throw new Values.Unfit(
                    "has an element twice, because it compares them in its own way: use a HashSet or a TreeSet");
        }
        return admitted;
    }

    @Override
    Object write(Set<E> set) {
        List<Object> values = new ArrayList<>(set.size());
        for (E object : set) {
            values.add(element.write(normal(object)));
        }
        values.sort(KeyOrder.INSTANCE);
        return new ValueList(values.toArray());
    }

    @Override
    Set<E> read(Object value, Fit fit) {
        List<Object> elements = new ArrayList<>();
        int index = 0;
        for (Object each : list(value)) {
            int mark = fit.mark();
            int outside = fit.enterElement(index);
            try {
                if (each == null) {
                    throw element.mismatch(null);
                }
                elements.add(element.read(each, fit));
            } catch (StateMismatchException e) {
                fit.replace(mark, fit.isStrict() ? e.under("[" + index + "]") : e, Misfit.Remedy.LEFT_OUT);
            }
            fit.leaveElement(outside);
            index++;
        }
        return StateSet.of(elements.toArray());
    }

    @Override
    boolean same(Set<E> a, Set<E> b) {
        if (OwnOrder.goesByEquals(a) && OwnOrder.goesByEquals(b)) {
            return a.equals(b);
        }
        return a.size() == b.size() && write(a).equals(write(b));
    }

    @Override
    Set<E> ifMissing() {
        return Set.of();
    }
}
