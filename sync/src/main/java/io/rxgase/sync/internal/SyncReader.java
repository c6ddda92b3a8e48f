package io.rxgase.sync.internal;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.internal.codec.MalformedException;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Quantity;
import io.rxgase.core.state.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads changes in the compact encoding that anybody may have sent. Each entry, element and number takes at least one byte, and
 * counts are checked against the bytes that are left, so what is allocated is bounded before it is.
 */
final class SyncReader {
    private final SyncTokens in;
    private int depth;
    private final List<String> texts = new ArrayList<>();
    private final List<Quantity.Scale> scales = new ArrayList<>();
    private @Nullable Attributes like;

    SyncReader(SyncTokens in) {
        this.in = in;
    }

    /** Reads changes of a map that both sides hold, to their end. */
    Changes inside(Attributes base) throws MalformedException {
        deeper();
        Changes.Builder changes = Changes.builder();
        long announced = 0;
        long head;
        KeySteps ranks = new KeySteps.Ranks(base);
        KeySteps numbers = new KeySteps.Numbers(base);
        while ((head = in.varint()) != 0) {
            long count = head >>> SyncFormat.SECTION_BITS;
            in.checkCount(count, 2);
            announced += count;
            boolean isFresh = (head & SyncFormat.FRESH) != 0;
            KeySteps steps = new KeySteps.Distances();
            if ((head & SyncFormat.BY_RANK) != 0) {
                steps = isFresh ? numbers : ranks;
                if (!isFresh && !SyncFormat.mayCount(base.size(), count)) {
                    throw in.malformed(Reason.OUT_OF_RANGE, count + " ranks in a map of " + base.size());
                }
            }
            section(base, steps, isFresh, (int) count, changes);
        }
        depth--;
        Changes read = changes.build();
        if (read.size() < announced) {
            throw in.malformed(Reason.DUPLICATE_KEY, "a key changes twice");
        }
        return read;
    }

    private void deeper() throws MalformedException {
        if (++depth > SyncFormat.MAX_DEPTH) {
            throw in.malformed(Reason.TOO_DEEP, "nested more than " + SyncFormat.MAX_DEPTH + " deep");
        }
    }

    private void section(Attributes base, KeySteps steps, boolean fresh, int count, Changes.Builder changes)
            throws MalformedException {
        if (fresh) {
            texts.clear();
            scales.clear();
        }
        Attributes outer = like;
        like = fresh ? null : SyncFormat.sample(base);
        long mask = 0;
        for (int i = 0; i < count; i++) {
            long entry = in.varint();
            long step = entry >>> SyncFormat.ENTRY_BITS;
            Object key = step == 0 ? key(0) : steps.key(step);
            if (key == null) {
                throw in.malformed(Reason.OUT_OF_RANGE, "no key " + step + " in a map of " + base.size());
            }
            int kind = (int) entry & ((1 << SyncFormat.ENTRY_BITS) - 1);
            Object before = base.asMap().get(key);
            if (kind == SyncFormat.SET) {
                changes.put(key, set(before));
            } else if (kind == SyncFormat.INSIDE) {
                changes.put(key, inside(before instanceof Attributes map ? map : Attributes.EMPTY));
            } else {
                mask = kind == SyncFormat.NUMBERS ? in.varint() : mask;
                changes.put(key, numbers(before, mask));
            }
        }
        like = outer;
    }

    private Change set(@Nullable Object before) throws MalformedException {
        int type = in.peek();
        if (type == SyncFormat.DELETED) {
            in.next();
            return Change.DELETE;
        } else if (type == SyncFormat.DIFFERENCE) {
            in.next();
            return difference(before);
        }
        return new Change.Set(value());
    }

    private Change difference(@Nullable Object before) throws MalformedException {
        Object after = SyncFormat.changed(before, in.varint());
        if (after == null) {
            throw in.malformed(Reason.WRONG_TYPE, "a difference to " + Values.typeOf(before));
        }
        return new Change.Set(after);
    }

    private Changes numbers(@Nullable Object before, long mask) throws MalformedException {
        if (!(before instanceof Attributes map) || mask == 0 || mask >>> Math.min(map.size(), Long.SIZE - 1) != 0) {
            throw in.malformed(Reason.WRONG_TYPE, "numbers of " + Values.typeOf(before));
        }
        Changes.Builder changes = Changes.builder();
        long rest = mask;
        for (Map.Entry<Object, @Nullable Object> entry : map.asMap().entrySet()) {
            if ((rest & 1) != 0) {
                changes.put(entry.getKey(), difference(entry.getValue()));
            }
            rest >>>= 1;
            if (rest == 0) {
                break;
            }
        }
        return changes.build();
    }

    private @Nullable Object value() throws MalformedException {
        int type = in.next();
        if (type < SyncFormat.TEXT) {
            return (long) type;
        } else if (type < SyncFormat.NIL) {
            return text(type - SyncFormat.TEXT);
        } else if (type >= SyncFormat.SHORT_KNOWN_TEXT) {
            return knownText(type - SyncFormat.SHORT_KNOWN_TEXT);
        }
        return switch (type) {
            case SyncFormat.NIL -> null;
            case SyncFormat.FALSE, SyncFormat.TRUE -> type == SyncFormat.TRUE;
            case SyncFormat.WHOLE_NUMBER -> SyncFormat.unzigzag(in.varint());
            case SyncFormat.FLOAT32 -> Float.intBitsToFloat((int) in.fixed(4));
            case SyncFormat.FLOAT64 -> Double.longBitsToDouble(in.fixed(8));
            case SyncFormat.LONG_TEXT -> text(in.length());
            case SyncFormat.KNOWN_TEXT -> knownText(in.varint());
            case SyncFormat.BINARY -> in.binary();
            case SyncFormat.LIST -> list();
            case SyncFormat.MAP -> map();
            case SyncFormat.LIKE_MAP -> likeMap();
            case SyncFormat.EXTENSION -> in.extension();
            case SyncFormat.UNSIGNED -> in.unsigned();
            case SyncFormat.QUANTITY -> quantity();
            default ->
                throw in.malformed(Reason.WRONG_TYPE, "type 0x" + Integer.toHexString(type) + " is not allowed here");
        };
    }

    private String text(int length) throws MalformedException {
        String text = in.text(length);
        texts.add(text);
        return text;
    }

    private String knownText(long number) throws MalformedException {
        if (number < 0 || number >= texts.size()) {
            throw in.malformed(Reason.OUT_OF_RANGE, "text " + number + " of " + texts.size());
        }
        return texts.get((int) number);
    }

    private Object list() throws MalformedException {
        deeper();
        long count = in.varint();
        in.checkCount(count, 1);
        @Nullable Object[] values = new Object[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = value();
        }
        depth--;
        return Objects.requireNonNull(Values.of(Arrays.asList(values)));
    }

    private Attributes map() throws MalformedException {
        deeper();
        long count = in.varint();
        in.checkCount(count, 2);
        Attributes.Builder builder = Attributes.builder((int) count);
        like = null;
        for (int i = 0; i < count; i++) {
            Object key = key(0);
            builder.put(key, value());
        }
        Attributes map = builder.build();
        if (map.size() < count) {
            throw in.malformed(Reason.DUPLICATE_KEY, "a map has a key twice");
        }
        like = map;
        depth--;
        return map;
    }

    private Attributes likeMap() throws MalformedException {
        Attributes keys = like;
        if (keys == null) {
            throw in.malformed(Reason.WRONG_TYPE, "a map like another one, but there is none before it");
        }
        deeper();
        in.checkCount(keys.size(), 1);
        Attributes.Builder builder = Attributes.builder(keys.size());
        like = null;
        for (Object key : keys.keys()) {
            builder.put(key, value());
        }
        Attributes map = builder.build();
        like = map;
        depth--;
        return map;
    }

    /** Reads a key, which is any value that can be one. */
    private Object key(int nesting) throws MalformedException {
        int type = in.peek();
        if (type == SyncFormat.LIST) {
            return keys(nesting);
        } else if (type == SyncFormat.MAP
                || type == SyncFormat.LIKE_MAP
                || type == SyncFormat.EXTENSION
                || type == SyncFormat.QUANTITY) {
            throw in.malformed(Reason.BAD_KEY, "a key of type 0x" + Integer.toHexString(type));
        }
        Object key = value();
        return key == null ? Values.NIL_KEY : key;
    }

    private Object keys(int nesting) throws MalformedException {
        in.next();
        if (nesting >= Values.MAX_DEPTH) {
            throw in.malformed(Reason.TOO_DEEP, "a key nested more than " + Values.MAX_DEPTH + " deep");
        }
        long count = in.varint();
        in.checkCount(count, 1);
        Object[] parts = new Object[(int) count];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = key(nesting + 1);
        }
        return Arrays.asList(parts);
    }

    private Quantity quantity() throws MalformedException {
        long number = in.varint();
        if (number < 0 || number > scales.size()) {
            throw in.malformed(Reason.OUT_OF_RANGE, "scale " + number + " of " + scales.size());
        }
        if (number == 0) {
            int single = in.next();
            double min = Double.longBitsToDouble(in.fixed(8));
            double step = Double.longBitsToDouble(in.fixed(8));
            if (single > 1 || !Double.isFinite(min) || !Double.isFinite(step) || !(step > 0)) {
                throw in.malformed(Reason.OUT_OF_RANGE, "a scale from " + min + " in steps of " + step);
            }
            scales.add(new Quantity.Scale(min, step, single == 1));
        }
        Quantity.Scale scale = scales.get(number == 0 ? scales.size() - 1 : (int) number - 1);
        return new Quantity(scale, SyncFormat.unzigzag(in.varint()));
    }
}
