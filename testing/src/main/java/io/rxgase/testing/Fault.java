package io.rxgase.testing;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that goes wrong for a while in a {@link Scenario}.
 *
 * <pre>{@code
 * Fault tunnel = new Fault(Fault.Kind.CUT_OFF, 1, Duration.ofSeconds(3), Duration.ofMillis(800));
 * }</pre>
 *
 * @param kind what goes wrong
 * @param client for which client, counted from 1 in the order of joining; 0 for all. A client that is not there has no faults
 * @param at when it begins, after {@link VirtualWorld#play} has begun
 * @param length how long it lasts
 */
public record Fault(Kind kind, int client, Duration at, Duration length) {
    /** What goes wrong. */
    public enum Kind {
        /** The client's machine stands still, as a suspended laptop's does, and goes on where it was. */
        FREEZE,
        /** Nothing gets through between the client and the server. */
        CUT_OFF,
        /** The network is {@link Conditions#AWFUL} for all. */
        WORSEN
    }

    /**
     * Checks its arguments.
     *
     * @param kind see above
     * @param client see above
     * @param at see above
     * @param length see above
     */
    public Fault {
        Objects.requireNonNull(kind, "kind");
        if (client < 0 || at.isNegative() || length.isNegative()) {
            throw new IllegalArgumentException(
                    "a fault has nothing negative, not client " + client + ", at " + at + ", length " + length);
        }
    }

    /** As in {@link Scenario#parse}: {@code freeze:2@1500+800} is client 2 from 1500 ms on for 800 ms. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ":" + client + "@" + at.toMillis() + "+"
                + length.toMillis();
    }

    static Fault parse(String text) {
        String[] parts = text.split("[:@+]", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("a fault looks like freeze:2@1500+800, not like " + text);
        }
        return new Fault(
                Kind.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_')),
                Integer.parseInt(parts[1]),
                Duration.ofMillis(Long.parseLong(parts[2])),
                Duration.ofMillis(Long.parseLong(parts[3])));
    }
}
