package io.rxgase.sync.internal;

import io.rxgase.core.internal.codec.MessagePackReader;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The constants of the compact encoding of states, and what writer and reader have to see alike. docs/PROTOCOL.md has the bytes. */
final class SyncFormat {
    static final int ACTIVE = 1;
    static final int SUM = 2;
    static final int OWN = 4;
    /** Some entities are older than the rest, by so many versions at most. */
    static final int AGE = 8;

    static final int FLAGS_END = 16;

    /** Bits of a section's head, below the number of its entries. In a fresh section "by rank" means by {@link KeyNumbers number}. */
    static final int BY_RANK = 1;

    static final int FRESH = 2;
    static final int SECTION_BITS = 2;

    /** Kinds of an entry, in the two low bits of its head. */
    static final int SET = 0;

    static final int INSIDE = 1;
    static final int NUMBERS = 2;
    static final int SAME_NUMBERS = 3;
    static final int ENTRY_BITS = 2;

    /** The bytes that values begin with. Below 128: that number. */
    static final int TEXT = 0x80;

    static final int SHORT_TEXT_END = 64;
    static final int NIL = 0xc0;
    static final int FALSE = 0xc1;
    static final int TRUE = 0xc2;
    static final int WHOLE_NUMBER = 0xc3;
    static final int FLOAT32 = 0xc4;
    static final int FLOAT64 = 0xc5;
    static final int LONG_TEXT = 0xc6;
    static final int BINARY = 0xc7;
    static final int LIST = 0xc8;
    static final int MAP = 0xc9;
    static final int LIKE_MAP = 0xca;
    static final int EXTENSION = 0xcb;
    static final int UNSIGNED = 0xcc;
    static final int QUANTITY = 0xcd;
    static final int KNOWN_TEXT = 0xce;
    static final int DIFFERENCE = 0xcf;
    static final int DELETED = 0xd0;
    static final int SHORT_KNOWN_TEXT = 0xe0;
    static final int SHORT_KNOWN_END = 32;

    /** A map's keys are numbered by their rank if there are at most so many for each one that changes: all are walked over. */
    static final int RANKS_PER_ENTRY = 256;

    /** A map of more entries is not changed by a mask of numbers. */
    static final int MOST_NUMBERS = 62;

    /** How deep sections and values may nest. */
    static final int MAX_DEPTH = MessagePackReader.MAX_DEPTH;

    private static final int FLOAT_SHIFT = 29;

    private SyncFormat() {}

    /** Whether so many entries of a map of that size may be changed by rank. */
    static boolean mayCount(int size, long entries) {
        return size <= RANKS_PER_ENTRY * entries;
    }

    static long zigzag(long number) {
        return (number << 1) ^ (number >> 63);
    }

    static long unzigzag(long bits) {
        return (bits >>> 1) ^ -(bits & 1);
    }

    /** Returns the code of the difference of two numbers of one kind; -1 if there is none. */
    static long difference(@Nullable Object before, @Nullable Object after) {
        if (before instanceof Quantity from && after instanceof Quantity to) {
            return from.scale().equals(to.scale()) ? positive(zigzag(to.steps() - from.steps())) : -1;
        } else if (before instanceof Long from && after instanceof Long to) {
            return positive(zigzag(to - from));
        } else if (before instanceof Float from && after instanceof Float to) {
            return zigzag((long) Float.floatToIntBits(to) - Float.floatToIntBits(from));
        } else if (before instanceof Double from && after instanceof Double to) {
            long difference = Double.doubleToLongBits(to) - Double.doubleToLongBits(from);
            // Doubles that are floats of 32 bits differ in their upper bits only.
            if ((difference & ((1L << FLOAT_SHIFT) - 1)) == 0) {
                return (zigzag(difference >> FLOAT_SHIFT) << 1) | 1;
            }
            long bits = zigzag(difference);
            return bits >= 0 && bits < 1L << 62 ? bits << 1 : -1;
        }
        return -1;
    }

    private static long positive(long bits) {
        return bits >= 0 ? bits : -1;
    }

    /** Returns the number that a code leads to; null if the number before has no differences. */
    static @Nullable Object changed(@Nullable Object before, long code) {
        if (before instanceof Quantity from) {
            return new Quantity(from.scale(), from.steps() + unzigzag(code));
        } else if (before instanceof Long from) {
            return from + unzigzag(code);
        } else if (before instanceof Float from) {
            return Float.intBitsToFloat((int) (Float.floatToIntBits(from) + unzigzag(code)));
        } else if (before instanceof Double from) {
            long difference = (code & 1) != 0 ? unzigzag(code >>> 1) << FLOAT_SHIFT : unzigzag(code >>> 1);
            return Double.longBitsToDouble(Double.doubleToLongBits(from) + difference);
        }
        return null;
    }

    /** Returns the first map among the values of a map, which new entries probably look like. */
    static @Nullable Attributes sample(Attributes map) {
        for (Map.Entry<Object, @Nullable Object> entry : map.asMap().entrySet()) {
            return entry.getValue() instanceof Attributes inside ? inside : null;
        }
        return null;
    }
}
