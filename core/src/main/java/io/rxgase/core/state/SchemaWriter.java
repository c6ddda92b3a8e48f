package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the records of a state type while its bindings describe themselves. For one thread, once. */
final class SchemaWriter {
    private final Map<RecordBinding, Long> numbers = new HashMap<>();
    private final List<Object> records = new ArrayList<>();
    private final List<Object> names = new ArrayList<>();

    /** Returns the number of a record, which is described if it comes for the first time. */
    long number(RecordBinding record) {
        Long known = numbers.get(record);
        if (known != null) {
            return known;
        }
        long number = records.size();
        numbers.put(record, number);
        records.add(Attributes.EMPTY);
        names.add(record.type().getSimpleName());
        records.set((int) number, record.components(this));
        return number;
    }

    Attributes done() {
        return Attributes.of(Map.of(StateSchema.RECORDS, records, StateSchema.NAMES, names));
    }
}
