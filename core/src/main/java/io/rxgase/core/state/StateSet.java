package io.rxgase.core.state;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A set as it is part of a state: immutable, in the natural order of its elements, and equal is what their {@code equals} says. So two equal
 * sets iterate alike, in every JVM, whatever their past.
 */
final class StateSet<E> extends AbstractSet<E> {
    private final Object[] elements;

    private StateSet(Object[] elements) {
        this.elements = elements;
    }

    /**
     * Returns the set of some elements.
     *
     * @param elements strings, numbers of one class or constants of one enum, which are taken over; equal ones count once
     */
    static <E> StateSet<E> of(Object[] elements) {
        Arrays.sort(elements);
        int kept = 0;
        for (Object element : elements) {
            if (kept == 0 || !element.equals(elements[kept - 1])) {
                elements[kept++] = element;
            }
        }
        return new StateSet<>(kept == elements.length ? elements : Arrays.copyOf(elements, kept));
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return element != null
                && elements.length > 0
                && isLikeMine(element)
                && Arrays.binarySearch(elements, element) >= 0;
    }

    private boolean isLikeMine(Object element) {
        return element instanceof Enum<?> constant
                ? elements[0] instanceof Enum<?> mine && constant.getDeclaringClass() == mine.getDeclaringClass()
                : element.getClass() == elements[0].getClass();
    }

    @Override
    @SuppressWarnings("unchecked") // of() takes elements
    public Iterator<E> iterator() {
        return (Iterator<E>) Arrays.asList(elements).iterator();
    }

    @Override
    public boolean remove(@Nullable Object element) {
        throw new UnsupportedOperationException("a set of a state is immutable: change a copy");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("a set of a state is immutable: change a copy");
    }
}
