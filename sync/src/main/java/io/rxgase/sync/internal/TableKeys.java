package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a table's keys at one revision. When more keys came and went than are remembered, it begins anew with those that there
 * are, and keys go by name until nobody holds a revision from before that. A table that is too large for that keeps
 * the numbers that it has.
 */
final class TableKeys {
    private final KeyNumbers numbers;
    private final int history;
    /** For so many revisions more keys go by name. */
    private final int silent;

    private TableKeys(KeyNumbers numbers, int history, int silent) {
        this.numbers = numbers;
        this.history = history;
        this.silent = silent;
    }

    /** Of no key yet; clients may hold the so many newest revisions. */
    static TableKeys none(int history) {
        return new TableKeys(new KeyNumbers(), history, 0);
    }

    /** The numbers, if they may be used. */
    @Nullable
    KeyNumbers numbers() {
        return silent > 0 ? null : numbers;
    }

    /** After a change of the table, with the keys of all entries that it touched. */
    TableKeys next(Attributes before, Attributes now, Set<Object> changed) {
        for (Object key : changed) {
            if (!before.asMap().containsKey(key)) {
                numbers.learn(key);
            }
        }
        if (numbers.isFull() && now.size() <= KeyNumbers.MOST_KEYS / 2) {
            KeyNumbers fresh = new KeyNumbers();
            now.keys().forEach(fresh::learn);
            return new TableKeys(fresh, history, history);
        }
        return silent > 0 ? new TableKeys(numbers, history, silent - 1) : this;
    }
}
