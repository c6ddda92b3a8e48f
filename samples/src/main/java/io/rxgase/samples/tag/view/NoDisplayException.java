package io.rxgase.samples.tag.view;

/** There is no display on which a window could open; the message says why, for people. */
public final class NoDisplayException extends Exception {
    private static final long serialVersionUID = 1L;

    NoDisplayException(String message) {
        super(message);
    }
}
