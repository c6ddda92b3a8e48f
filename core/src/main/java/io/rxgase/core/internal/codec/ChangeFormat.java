package io.rxgase.core.internal.codec;

/** The MessagePack extension types of changes. */
final class ChangeFormat {
    /** The attribute goes away; one byte, 0. */
    static final int DELETE = 1;

    /** The attribute becomes the map that is the payload, whatever it was before. */
    static final int REPLACE = 2;

    /** The attribute becomes the extension that is the payload, which would be mistaken for a change if it stood alone. */
    static final int EXTENSION = 3;

    private ChangeFormat() {}
}
