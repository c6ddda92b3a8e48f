package io.rxgase.testkit.pygase;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event on PyGaSe's wire.
 *
 * @param type its type
 * @param args positional arguments
 * @param kwargs named arguments
 */
public record WireEvent(String type, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    /**
     * An event with positional arguments.
     *
     * @param type its type
     * @param args of the types of {@link MiniPack}
     * @return the event
     */
    public static WireEvent of(String type, @Nullable Object... args) {
        return new WireEvent(type, Arrays.asList(args), Map.of());
    }

    /**
     * Adds a named argument.
     *
     * @param name its name
     * @param value its value
     * @return a copy with it
     */
    public WireEvent with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(kwargs);
        more.put(name, value);
        return new WireEvent(type, args, more);
    }

    byte[] pack() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("handler_args", args);
        map.put("handler_kwargs", kwargs);
        return MiniPack.pack(map);
    }

    /** Strict: what PyGaSe dies of is an {@link IllegalArgumentException}. */
    @SuppressWarnings("unchecked") // checked element by element where it matters
    static WireEvent unpack(byte[] bytes) {
        Map<?, ?> map = (Map<?, ?>) Objects.requireNonNull(MiniPack.unpack(bytes));
        if (!(map.get("type") instanceof String type)
                || !(map.get("handler_args") instanceof List<?> args)
                || !(map.get("handler_kwargs") instanceof Map<?, ?> kwargs)
                || kwargs.keySet().stream().anyMatch(name -> !(name instanceof String))) {
            throw new IllegalArgumentException("no event: " + map);
        }
        return new WireEvent(type, (List<@Nullable Object>) args, (Map<String, @Nullable Object>) kwargs);
    }
}
