package io.rxgase.core.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An immutable list of normalized values, nulls included; its type says that it need not be looked through again. */
final class ValueList extends AbstractList<@Nullable Object> implements RandomAccess {
    static final ValueList EMPTY = new ValueList(new Object[0]);

    private final @Nullable Object[] values;

    /** Takes the array over: nobody may change it afterwards. */
    ValueList(@Nullable Object[] values) {
        this.values = values;
    }

    @Override
    public @Nullable Object get(int index) {
        return values[index];
    }

    @Override
    public int size() {
        return values.length;
    }

    /** Not by the list's iterator: lists are read this way whenever they become a record's. */
    @Override
    public @Nullable Object[] toArray() {
        return Arrays.copyOf(values, values.length, Object[].class);
    }
}
