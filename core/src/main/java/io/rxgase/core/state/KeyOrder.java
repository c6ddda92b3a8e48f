package io.rxgase.core.state;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * The one order of attribute keys: integers first, by value, then strings by code point (which is the order of their
 * UTF-8 bytes), then the rare kinds. It decides how attributes iterate and how they are written, so equal values look alike in
 * every JVM.
 */
enum KeyOrder implements Comparator<Object> {
    INSTANCE;

    @Override
    public int compare(Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            return compareByCodePoint(x, y);
        } else if (a instanceof Long m && b instanceof Long n) {
            return Long.compare(m, n);
        }
        int kind = kind(a);
        int other = kind(b);
        return kind == other ? compareRare(a, b) : Integer.compare(kind, other);
    }

    private static int kind(Object key) {
        if (key instanceof Long) {
            return 0;
        } else if (key instanceof BigInteger) {
            return 1;
        } else if (key instanceof String) {
            return 2;
        } else if (key == Values.NIL_KEY) {
            return 3;
        } else if (key instanceof Boolean) {
            return 4;
        } else if (key instanceof Double) {
            return 5;
        }
        return key instanceof Bytes ? 6 : 7;
    }

    private static int compareRare(Object a, Object b) {
        if (a instanceof BigInteger x) {
            return x.compareTo((BigInteger) b);
        } else if (a instanceof Boolean x) {
            return x.compareTo((Boolean) b);
        } else if (a instanceof Double x) {
            return x.compareTo((Double) b);
        } else if (a instanceof Bytes x) {
            return x.asBuffer().compareTo(((Bytes) b).asBuffer());
        }
        return a instanceof List<?> x ? compareParts(x, (List<?>) b) : 0;
    }

    private static int compareParts(List<?> a, List<?> b) {
        int shared = Math.min(a.size(), b.size());
        for (int i = 0; i < shared; i++) {
            int order = INSTANCE.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** {@link String#compareTo} orders by UTF-16 unit, which puts U+1F600 before U+FF5E; UTF-8 does not. */
    private static int compareByCodePoint(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xIsHalf = Character.isSurrogate(x);
                return xIsHalf == Character.isSurrogate(y) ? Character.compare(x, y) : xIsHalf ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
