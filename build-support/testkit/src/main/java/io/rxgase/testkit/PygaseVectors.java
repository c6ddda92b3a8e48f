package io.rxgase.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Golden vectors of PyGaSe's wire protocol: bytes that PyGaSe's own classes made, and what they mean.
 *
 * <pre>{@code
 * for (PygaseVectors.Vector vector : PygaseVectors.ofKind("header")) { … vector.bytes() … vector.meaning() … }
 * }</pre>
 */
public final class PygaseVectors {
    private static final Map<String, @Nullable Object> ALL = load();

    private PygaseVectors() {}

    /**
     * A datagram, or a part of one.
     *
     * @param name which
     * @param kind {@code header, client, server, event, update, text}
     * @param hex its bytes
     * @param meaning what it decodes to, as JSON; null for a text
     */
    public record Vector(
            String name, String kind, String hex, @Nullable Object meaning) {
        /**
         * The bytes.
         *
         * @return a new array
         */
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /**
         * A number that it decodes to.
         *
         * @param key its name
         * @return its value
         */
        public int number(String key) {
            return ((BigInteger) Objects.requireNonNull(map(meaning).get(key))).intValue();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The vectors of some kinds.
     *
     * @param kinds which
     * @return in the order of the file
     */
    public static List<Vector> ofKind(String... kinds) {
        return section("vectors").stream()
                .map(json -> new Vector(
                        (String) Objects.requireNonNull(json.get("name")),
                        (String) Objects.requireNonNull(json.get("kind")),
                        (String) Objects.requireNonNull(json.get("hex")),
                        json.get("decodes_to")))
                .filter(vector -> List.of(kinds).contains(vector.kind()))
                .toList();
    }

    /**
     * A table of the file.
     *
     * @param path the keys that lead to it, as {@code "circular", "compare"}
     * @return its rows
     */
    @SuppressWarnings("unchecked") // the file's tables are lists of maps
    public static List<Map<String, @Nullable Object>> section(String... path) {
        Object value = ALL;
        for (String key : path) {
            value = map(value).get(key);
        }
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // JSON objects are such maps
    private static Map<String, @Nullable Object> map(@Nullable Object json) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(json);
    }

    private static Map<String, @Nullable Object> load() {
        try (InputStream in = Objects.requireNonNull(PygaseVectors.class.getResourceAsStream("pygase-vectors.json"))) {
            return map(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
