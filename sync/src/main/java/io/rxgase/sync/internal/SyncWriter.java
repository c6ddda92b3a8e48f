package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Quantity;
import io.rxgase.core.state.Values;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes changes in the compact encoding into an array that grows. Used by one thread. */
final class SyncWriter {
    private byte[] bytes = new byte[128];
    private int size;
    private int depth;
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Quantity.Scale, Integer> scales = new HashMap<>();
    /** The map whose keys the next one probably has: the one before it, or at first one that both sides hold. */
    private @Nullable Attributes like;

    private long mask;

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    int size() {
        return size;
    }

    /** Writes changes of a map that both sides hold, and the end of them. */
    void inside(Attributes base, Changes changes) {
        deeper();
        if (!changes.isEmpty()) {
            section(base, changes);
        }
        end();
        depth--;
    }

    private void deeper() {
        if (++depth > SyncFormat.MAX_DEPTH) {
            throw new IllegalArgumentException("lists and maps are nested more than " + Values.MAX_DEPTH
                    + " deep: refer to things by their keys instead of nesting them");
        }
    }

    /** Ends the sections of a map. */
    void end() {
        put(0);
    }

    /** Writes changes of a map as one section. */
    void section(Attributes base, Changes changes) {
        boolean byRank = !base.isEmpty() && paysToCount(base, changes);
        varint(((long) changes.size() << SyncFormat.SECTION_BITS) | (byRank ? SyncFormat.BY_RANK : 0));
        Attributes outer = like;
        like = SyncFormat.sample(base);
        mask = 0;
        if (byRank) {
            byRank(base, changes);
        } else {
            byKey(base, changes);
        }
        like = outer;
    }

    /** Writes changes as a section that is understood whatever sections are before it, and whatever else the map holds. */
    void freshSection(Attributes base, Changes changes, @Nullable KeyNumbers numbers) {
        boolean byNumber = numbers != null && firstKey(changes) instanceof String;
        varint(((long) changes.size() << SyncFormat.SECTION_BITS)
                | SyncFormat.FRESH
                | (byNumber ? SyncFormat.BY_RANK : 0));
        texts.clear();
        scales.clear();
        Attributes outer = like;
        like = null;
        mask = 0;
        if (byNumber) {
            byNumber(base, changes, Objects.requireNonNull(numbers));
        } else {
            byKey(base, changes);
        }
        like = outer;
    }

    private static Object firstKey(Changes changes) {
        return changes.asMap().keySet().iterator().next();
    }

    /** In a large map a whole number as key is as short as its rank, and costs no walk. */
    private static boolean paysToCount(Attributes base, Changes changes) {
        boolean isLarge = base.size() > SyncFormat.RANKS_PER_ENTRY;
        return SyncFormat.mayCount(base.size(), changes.size()) && !(isLarge && firstKey(changes) instanceof Long);
    }

    /** Begins a section with one entry whose key is written out, and what changes inside it. */
    void enter(Object key) {
        varint((1L << SyncFormat.SECTION_BITS) | SyncFormat.FRESH);
        texts.clear();
        scales.clear();
        varint(SyncFormat.INSIDE);
        value(key);
    }

    private void byRank(Attributes base, Changes changes) {
        Iterator<Object> keys = base.keys().iterator();
        long rank = -1;
        long last = -1;
        Object at = null;
        // Both are in key order, so one walk over the map finds all ranks.
        for (Map.Entry<Object, Change> entry : changes.asMap().entrySet()) {
            boolean exists = base.asMap().containsKey(entry.getKey());
            while (exists && (at == null || !at.equals(entry.getKey()))) {
                at = keys.next();
                rank++;
            }
            entry(exists ? rank - last : 0, base, entry.getKey(), entry.getValue());
            last = exists ? rank : last;
        }
    }

    private void byNumber(Attributes base, Changes changes, KeyNumbers numbers) {
        for (Map.Entry<Object, Change> entry : changes.asMap().entrySet()) {
            // What the receiver has not got yet it needs the name of.
            boolean isHeld = base.asMap().containsKey(entry.getKey()) || entry.getValue() instanceof Change.Delete;
            entry(isHeld ? numbers.step(entry.getKey()) : 0, base, entry.getKey(), entry.getValue());
        }
    }

    private void byKey(Attributes base, Changes changes) {
        long last = -1;
        for (Map.Entry<Object, Change> entry : changes.asMap().entrySet()) {
            boolean small = entry.getKey() instanceof Long key && key > last && key < 1L << 60;
            long key = small ? (Long) entry.getKey() : 0;
            entry(small ? key - last : 0, base, entry.getKey(), entry.getValue());
            last = small ? key : last;
        }
    }

    /** Writes an entry; a step of 0 means that the key follows. */
    private void entry(long step, Attributes base, Object key, Change change) {
        Object before = base.asMap().get(key);
        long numbers = before instanceof Attributes map && change instanceof Changes inside ? numbers(map, inside) : 0;
        int kind = numbers != 0
                ? numbers == mask ? SyncFormat.SAME_NUMBERS : SyncFormat.NUMBERS
                : change instanceof Changes ? SyncFormat.INSIDE : SyncFormat.SET;
        varint((step << SyncFormat.ENTRY_BITS) | kind);
        if (step == 0) {
            value(key == Values.NIL_KEY ? null : key);
        }
        if (numbers != 0) {
            if (kind == SyncFormat.NUMBERS) {
                mask = numbers;
                varint(mask);
            }
            differences((Attributes) Objects.requireNonNull(before), (Changes) change);
        } else if (change instanceof Changes inside) {
            long outer = mask;
            inside(before instanceof Attributes map ? map : Attributes.EMPTY, inside);
            mask = outer;
        } else if (change instanceof Change.Set set) {
            long code = SyncFormat.difference(before, set.value());
            if (code >= 0) {
                put(SyncFormat.DIFFERENCE);
                varint(code);
            } else {
                value(set.value());
            }
        } else {
            put(SyncFormat.DELETED);
        }
    }

    /** Returns which entries of a map change, as bits by rank, if they do nothing else than differ as numbers; else 0. */
    private static long numbers(Attributes map, Changes changes) {
        if (map.size() > SyncFormat.MOST_NUMBERS || changes.isEmpty()) {
            return 0;
        }
        long bits = 0;
        int found = 0;
        int rank = 0;
        for (Map.Entry<Object, @Nullable Object> entry : map.asMap().entrySet()) {
            Change change = changes.asMap().get(entry.getKey());
            if (change != null) {
                if (!(change instanceof Change.Set set) || SyncFormat.difference(entry.getValue(), set.value()) < 0) {
                    return 0;
                }
                bits |= 1L << rank;
                found++;
            }
            rank++;
        }
        return found == changes.size() ? bits : 0;
    }

    private void differences(Attributes map, Changes changes) {
        changes.asMap()
                .forEach((key, change) ->
                        varint(SyncFormat.difference(map.asMap().get(key), ((Change.Set) change).value())));
    }

    /** Writes a value of any type. */
    void value(@Nullable Object value) {
        if (value == null || value == Values.NIL_KEY) {
            put(SyncFormat.NIL);
        } else if (value instanceof Long number) {
            if (number >= 0 && number < 128) {
                put(number.intValue());
            } else {
                put(SyncFormat.WHOLE_NUMBER);
                varint(SyncFormat.zigzag(number));
            }
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Attributes map) {
            map(map);
        } else if (value instanceof Quantity quantity) {
            quantity(quantity);
        } else if (value instanceof Float number) {
            put(SyncFormat.FLOAT32);
            fixed(Float.floatToIntBits(number), 4);
        } else if (value instanceof Double number) {
            put(SyncFormat.FLOAT64);
            fixed(Double.doubleToLongBits(number), 8);
        } else if (value instanceof Boolean truth) {
            put(truth ? SyncFormat.TRUE : SyncFormat.FALSE);
        } else {
            rareValue(value);
        }
    }

    private void rareValue(Object value) {
        if (value instanceof List<?> list) {
            deeper();
            put(SyncFormat.LIST);
            varint(list.size());
            list.forEach(this::value);
            depth--;
        } else if (value instanceof Bytes binary) {
            put(SyncFormat.BINARY);
            raw(binary);
        } else if (value instanceof Extension extension) {
            put(SyncFormat.EXTENSION);
            put(extension.type());
            raw(extension.data());
        } else {
            put(SyncFormat.UNSIGNED);
            fixed(((BigInteger) value).longValue(), 8);
        }
    }

    private void text(String text) {
        Integer known = texts.get(text);
        if (known != null) {
            put(known < SyncFormat.SHORT_KNOWN_END ? SyncFormat.SHORT_KNOWN_TEXT + known : SyncFormat.KNOWN_TEXT);
            if (known >= SyncFormat.SHORT_KNOWN_END) {
                varint(known);
            }
            return;
        }
        texts.put(text, texts.size());
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded.length < SyncFormat.SHORT_TEXT_END ? SyncFormat.TEXT + encoded.length : SyncFormat.LONG_TEXT);
        if (encoded.length >= SyncFormat.SHORT_TEXT_END) {
            varint(encoded.length);
        }
        put(encoded);
    }

    private void map(Attributes map) {
        deeper();
        Attributes sample = like;
        boolean isLike = sample != null && sample.keys().equals(map.keys());
        put(isLike ? SyncFormat.LIKE_MAP : SyncFormat.MAP);
        if (!isLike) {
            varint(map.size());
        }
        like = null;
        map.asMap().forEach((key, value) -> {
            if (!isLike) {
                value(key);
            }
            value(value);
        });
        like = map;
        depth--;
    }

    private void quantity(Quantity quantity) {
        put(SyncFormat.QUANTITY);
        Integer known = scales.get(quantity.scale());
        if (known == null) {
            scales.put(quantity.scale(), scales.size());
            varint(0);
            put(quantity.scale().single() ? 1 : 0);
            fixed(Double.doubleToLongBits(quantity.scale().min()), 8);
            fixed(Double.doubleToLongBits(quantity.scale().step()), 8);
        } else {
            varint(known + 1L);
        }
        varint(SyncFormat.zigzag(quantity.steps()));
    }

    private void raw(Bytes binary) {
        varint(binary.size());
        put(binary.toArray());
    }

    void varint(long bits) {
        long rest = bits;
        while ((rest & ~0x7fL) != 0) {
            put((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        put((int) rest);
    }

    void fixed(long bits, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            put((int) (bits >> shift));
        }
    }

    void put(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    void put(byte[] source) {
        ensure(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}
