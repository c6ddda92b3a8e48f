package io.rxgase.samples.cli;

import io.rxgase.samples.tag.view.NoDisplayException;
import io.rxgase.samples.tag.view.NoView;
import io.rxgase.samples.tag.view.TerminalView;
import io.rxgase.samples.tag.view.View;
import io.rxgase.samples.tag.view.WindowView;

/** Which view a person wants. */
enum ViewChoice {
    /** A window where there is a display, else the terminal. */
    AUTO,
    /** A window. */
    WINDOW,
    /** Characters. */
    TERMINAL,
    /** Nothing to look at. */
    NONE;

    /** An open view, and what is to be said about the choice, which may be nothing. */
    record Opened(View view, String notice) {}

    /** Whether a person will sit at its keys. */
    boolean isInteractive(Console console) {
        boolean display = (this == AUTO || this == WINDOW) && WindowView.isPossible();
        return this != NONE && (display || console.terminal());
    }

    Opened open(Console console, String title) {
        return switch (this) {
            case NONE -> new Opened(new NoView(), "");
            case TERMINAL -> terminal(console, "");
            case AUTO, WINDOW -> {
                try {
                    yield new Opened(WindowView.open(title), "");
                } catch (NoDisplayException e) {
                    yield terminal(console, "No window (" + e.getMessage() + "): here is the terminal view.");
                }
            }
        };
    }

    private static Opened terminal(Console console, String notice) {
        if (!notice.isEmpty()) {
            console.say(notice);
        }
        View view = console.terminal() ? TerminalView.onTerminal(console.out()) : TerminalView.inLines(console.out());
        return new Opened(
                view,
                view.keys().isEmpty()
                        ? notice
                        : (notice + " Arrow keys or WASD run, space stops, 1-6 network, q leaves.").strip());
    }
}
