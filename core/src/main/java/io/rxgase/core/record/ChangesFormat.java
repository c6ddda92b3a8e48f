package io.rxgase.core.record;

import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How changes of a state look as bytes: a MessagePack map from key to change, in which nil deletes, an array of one sets its
 * element, and a map changes inside. No changes are no bytes. Equal changes give equal bytes.
 */
final class ChangesFormat {
    private ChangesFormat() {}

    static byte[] bytes(Changes changes) {
        return changes.isEmpty() ? new byte[0] : ValueCodec.encode(asMap(changes));
    }

    private static Map<Object, @Nullable Object> asMap(Changes changes) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        changes.asMap().forEach((key, change) -> {
            if (change instanceof Change.Set set) {
                map.put(key, Collections.singletonList(set.value()));
            } else {
                map.put(key, change instanceof Changes inside ? asMap(inside) : null);
            }
        });
        return map;
    }

    static Changes changes(Bytes bytes) {
        return bytes.size() == 0 ? Changes.NONE : changes(EntryFormat.value(bytes.asBuffer()));
    }

    private static Changes changes(@Nullable Object value) {
        if (!(value instanceof Attributes map)) {
            throw new IllegalArgumentException("changes are a map, not " + value);
        }
        Map<Object, Change> changes = new LinkedHashMap<>();
        map.asMap().forEach((key, change) -> {
            if (change == null) {
                changes.put(key, Change.DELETE);
            } else {
                changes.put(key, change instanceof List<?> set ? new Change.Set(set.get(0)) : changes(change));
            }
        });
        return Changes.of(changes);
    }
}
