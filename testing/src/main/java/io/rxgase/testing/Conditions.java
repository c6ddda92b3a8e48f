package io.rxgase.testing;

import io.rxgase.transport.emulation.NetworkConditions;

/**
 * The presets of {@link NetworkConditions} by name, for annotations; from the calmest to the worst.
 *
 * <pre>{@code
 * @SimulatedGame(conditions = {Conditions.WIFI, Conditions.AWFUL})
 * }</pre>
 */
public enum Conditions {
    /** {@link NetworkConditions#PERFECT}. */
    PERFECT,
    /** {@link NetworkConditions#LAN}. */
    LAN,
    /** {@link NetworkConditions#WIFI}. */
    WIFI,
    /** {@link NetworkConditions#CELLULAR}. */
    CELLULAR,
    /** {@link NetworkConditions#SATELLITE}. */
    SATELLITE,
    /** {@link NetworkConditions#AWFUL}. */
    AWFUL;

    /**
     * What links do under these conditions.
     *
     * @return the preset
     */
    public NetworkConditions network() {
        return switch (this) {
            case PERFECT -> NetworkConditions.PERFECT;
            case LAN -> NetworkConditions.LAN;
            case WIFI -> NetworkConditions.WIFI;
            case CELLULAR -> NetworkConditions.CELLULAR;
            case SATELLITE -> NetworkConditions.SATELLITE;
            case AWFUL -> NetworkConditions.AWFUL;
        };
    }
}
