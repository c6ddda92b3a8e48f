package io.rxgase.samples.tag.view;

import io.rxgase.transport.emulation.NetworkConditions;
import java.util.List;
import java.util.Locale;

/** Networks to choose from, the worst last. What a person chooses is added to what the real network does. */
public enum Network {
    /** Nothing is added. */
    PERFECT,
    /** A switch. */
    LAN,
    /** A home network. */
    WIFI,
    /** A telephone on the move. */
    CELLULAR,
    /** A geostationary satellite. */
    SATELLITE,
    /** All that can go wrong does. */
    AWFUL;

    /** All of them, as a slider or the digits of a keyboard number them. */
    static final List<Network> CHOICES = List.of(values());

    /** What it does to the datagrams of one direction. */
    public NetworkConditions conditions() {
        return switch (this) {
            case PERFECT -> NetworkConditions.PERFECT;
            case LAN -> NetworkConditions.LAN;
            case WIFI -> NetworkConditions.WIFI;
            case CELLULAR -> NetworkConditions.CELLULAR;
            case SATELLITE -> NetworkConditions.SATELLITE;
            case AWFUL -> NetworkConditions.AWFUL;
        };
    }

    /** Its name for people, with what one direction adds. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "%s (%d ms each way, %.1f %% loss)",
                name().toLowerCase(Locale.ROOT),
                conditions().delay().toMillis(),
                conditions().loss() * 100);
    }
}
