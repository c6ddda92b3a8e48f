package io.rxgase.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/**
 * All that distinguishes one run of a simulated game from another: equal scenarios give equal runs, byte for byte.
 *
 * <pre>{@code
 * Scenario scenario = Scenario.of(42)
 *         .with(Conditions.CELLULAR)
 *         .withClients(3)
 *         .withFaults(List.of(new Fault(Fault.Kind.FREEZE, 1, Duration.ofSeconds(2), Duration.ofSeconds(1))));
 * VirtualWorld world = VirtualWorld.of(scenario);
 * }</pre>
 *
 * @param seed of all chance in the network and of {@link VirtualWorld#random()}
 * @param conditions of the network
 * @param clients how many clients there are to be, at least 1
 * @param duration how long {@link VirtualWorld#play} plays
 * @param faults what goes wrong meanwhile; copied
 */
public record Scenario(long seed, Conditions conditions, int clients, Duration duration, List<Fault> faults) {
    private static final List<Fault.Kind> KINDS = List.of(Fault.Kind.values());

    private static final Duration SHORTEST_FAULT = Duration.ofMillis(50);

    /** Shorter than any time-out of a connection: faults disturb a game, they don't end it. */
    private static final Duration LONGEST_FAULT = Duration.ofSeconds(2);

    /**
     * Checks its arguments.
     *
     * @param seed see above
     * @param conditions see above
     * @param clients see above
     * @param duration see above
     * @param faults see above
     */
    public Scenario {
        Objects.requireNonNull(conditions, "conditions");
        faults = List.copyOf(faults);
        if (clients < 1 || duration.isNegative()) {
            throw new IllegalArgumentException(
                    "a scenario has at least 1 client and 0 seconds, not " + clients + " and " + duration);
        }
    }

    /**
     * Two clients on a perfect network for ten seconds, without faults.
     *
     * @param seed of all chance
     * @return the scenario
     */
    public static Scenario of(long seed) {
        return new Scenario(seed, Conditions.PERFECT, 2, Duration.ofSeconds(10), List.of());
    }

    /**
     * Changes the network.
     *
     * @param value its conditions
     * @return a copy with the change
     */
    public Scenario with(Conditions value) {
        return new Scenario(seed, value, clients, duration, faults);
    }

    /**
     * Changes the number of clients.
     *
     * @param count at least 1
     * @return a copy with the change
     */
    public Scenario withClients(int count) {
        return new Scenario(seed, conditions, count, duration, faults);
    }

    /**
     * Changes how long the game is played.
     *
     * @param value not negative
     * @return a copy with the change
     */
    public Scenario withDuration(Duration value) {
        return new Scenario(seed, conditions, clients, value, faults);
    }

    /**
     * Changes what goes wrong.
     *
     * @param value the faults
     * @return a copy with the change
     */
    public Scenario withFaults(List<Fault> value) {
        return new Scenario(seed, conditions, clients, duration, value);
    }

    /**
     * Draws faults from the seed: of any kind, for any client, at any time, of 50 ms to 2 s.
     *
     * @param count how many
     * @return a copy with those faults, in the order of time
     */
    public Scenario withRandomFaults(int count) {
        Random random = new Random(seed ^ 0x6661756c74L);
        List<Fault> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Fault.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            int client = 1 + random.nextInt(clients);
            long at = (long) (random.nextDouble() * duration.toMillis());
            long length = SHORTEST_FAULT.toMillis()
                    + (long) (random.nextDouble()
                            * LONGEST_FAULT.minus(SHORTEST_FAULT).toMillis());
            drawn.add(new Fault(
                    kind, kind == Fault.Kind.WORSEN ? 0 : client, Duration.ofMillis(at), Duration.ofMillis(length)));
        }
        drawn.sort((a, b) -> a.at().compareTo(b.at()));
        return withFaults(drawn);
    }

    /** As {@link #parse} reads it: {@code seed:7,conditions:awful,clients:2,ms:4300,freeze:1@1500+800}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed:").append(seed);
        text.append(",conditions:").append(conditions.name().toLowerCase(Locale.ROOT));
        text.append(",clients:").append(clients).append(",ms:").append(duration.toMillis());
        faults.forEach(fault -> text.append(',').append(fault));
        return text.toString();
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @param text what a failed search has printed
     * @return the scenario
     * @throws IllegalArgumentException if it is none
     */
    public static Scenario parse(String text) {
        Scenario scenario = of(0);
        List<Fault> faults = new ArrayList<>();
        for (String part : text.trim().split(",", -1)) {
            int colon = part.indexOf(':');
            String name = part.substring(0, Math.max(0, colon));
            String value = part.substring(colon + 1);
            switch (name) {
                case "seed" ->
                    scenario = new Scenario(
                            Long.parseLong(value),
                            scenario.conditions,
                            scenario.clients,
                            scenario.duration,
                            scenario.faults);
                case "conditions" -> scenario = scenario.with(Conditions.valueOf(value.toUpperCase(Locale.ROOT)));
                case "clients" -> scenario = scenario.withClients(Integer.parseInt(value));
                case "ms" -> scenario = scenario.withDuration(Duration.ofMillis(Long.parseLong(value)));
                default -> faults.add(Fault.parse(part));
            }
        }
        return scenario.withFaults(faults);
    }

    /** For people. */
    String describe() {
        StringBuilder text = new StringBuilder("seed ").append(seed);
        text.append(", ").append(conditions.name().toLowerCase(Locale.ROOT)).append(" network, ");
        text.append(clients).append(clients == 1 ? " client, " : " clients, ");
        text.append(duration.toMillis() / 1e3).append(" s");
        if (!faults.isEmpty()) {
            text.append(", faults ").append(faults);
        }
        return text.toString();
    }
}
