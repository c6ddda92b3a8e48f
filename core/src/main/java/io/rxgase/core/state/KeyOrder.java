package io.rxgase.core.state;

import java.util.Comparator;

/**
 * The one order of attribute keys: integers first, by value, then strings by code point (which is the order of their
 * UTF-8 bytes). It decides how attributes iterate and how they are written, so equal values look alike in every JVM.
 */
enum KeyOrder implements Comparator<Object> {
    INSTANCE;

    @Override
    public int compare(Object a, Object b) {
        if (a instanceof Long m) {
            return b instanceof Long n ? Long.compare(m, n) : -1;
        }
        return b instanceof Long ? 1 : compareByCodePoint((String) a, (String) b);
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
