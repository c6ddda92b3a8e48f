package io.rxgase.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;

/** Checks the events of one connection against the table of {@link ConnectionEvent}, and notes which of its rows it has seen. */
public final class EventOrder {
    /** A row of the table, with what makes a case of its own. */
    public enum Row {
        CONNECTED,
        QUALITY_FELL,
        QUALITY_ROSE,
        MIGRATED,
        RESUMED,
        DISCONNECTED
    }

    private final Set<Row> seen = EnumSet.noneOf(Row.class);
    private final boolean atServer;
    private boolean open;
    private boolean over;
    private Quality quality = Quality.GOOD;

    /** Nothing has happened yet. */
    public EventOrder(boolean atServer) {
        this.atServer = atServer;
    }

    /** The next event. */
    public void accept(ConnectionEvent event) {
        assertThat(over).as("nothing comes after the end, but %s", event).isFalse();
        assertThat(event instanceof ConnectionEvent.Connected)
                .as("the first event, and only that, is Connected: %s", event)
                .isEqualTo(!open);
        if (event instanceof ConnectionEvent.Connected) {
            open = true;
            seen.add(Row.CONNECTED);
        } else if (event instanceof ConnectionEvent.QualityChanged changed) {
            assertThat(changed.quality()).as("a change").isNotEqualTo(quality);
            seen.add(changed.quality().compareTo(quality) > 0 ? Row.QUALITY_FELL : Row.QUALITY_ROSE);
            quality = changed.quality();
        } else if (event instanceof ConnectionEvent.Migrated) {
            assertThat(atServer).as("only servers follow").isTrue();
            seen.add(Row.MIGRATED);
        } else if (event instanceof ConnectionEvent.Resumed) {
            assertThat(quality).as("a silence is bad").isEqualTo(Quality.BAD);
            seen.add(Row.RESUMED);
        } else {
            over = true;
            seen.add(Row.DISCONNECTED);
        }
    }

    /** Which rows have been seen. */
    public Set<Row> seen() {
        return seen;
    }

    /** Whether the last event was the end. */
    public boolean isOver() {
        return over;
    }
}
