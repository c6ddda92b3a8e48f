package io.rxgase.samples.interop;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A value as a change by PyGaSe's rule for updates: a map goes into a map, the delete token deletes, all else replaces. */
final class Merging {
    private static final Bytes DELETE = Bytes.of(HexFormat.of().parseHex("d281e5ba"));

    private Merging() {}

    static Change of(@Nullable Object value) {
        if (value instanceof Attributes map) {
            Changes.Builder inside = Changes.builder();
            map.asMap().forEach((key, inner) -> inside.put(key, of(inner)));
            return inside.build();
        }
        return value instanceof Bytes bytes && DELETE.equals(bytes) ? Change.DELETE : new Change.Set(value);
    }
}
