package io.rxgase.samples.cli;

import io.rxgase.pygase.Pygase;
import io.rxgase.transport.Dialect;

/** The dialects as options name them. */
enum Wire {
    RXGASE,
    PYGASE;

    Dialect dialect() {
        return switch (this) {
            case RXGASE -> Dialect.RXGASE;
            case PYGASE -> Pygase.dialect();
        };
    }
}
