package io.rxgase.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test over many seeds and network conditions, in parallel on the machine's cores, in search of one under which the
 * game goes wrong. The method takes a {@link VirtualWorld}, which is another one in each run:
 *
 * <pre>{@code
 * @SimulatedGame(seeds = 1000, conditions = {Conditions.WIFI, Conditions.AWFUL}, clients = 4, faults = 3)
 * void shouldShowTheSameGameToEveryone(VirtualWorld world) {
 *     Backend<Chase> backend = world.start(logic, Chase.EMPTY);
 *     List<Client<Chase>> players = world.join(Chase.class);     // as many as the scenario says
 *     players.forEach(player -> move(player, world.random()));
 *     world.play();                                              // for as long as it says, with its faults
 *     world.calm();
 *     backend.machine().pause();
 *     world.within(Duration.ofSeconds(5), "everyone sees the end", players, backend.snapshot().state()::equals);
 * }
 * }</pre>
 *
 * <p><b>Failure.</b> The search stops at the first run that fails. That run is shrunk (fewer clients, less time, fewer
 * faults, a calmer network) as far as it still fails with the same kind of exception at the same line of the test, and the report says what is left and
 * the one line that runs just that: {@code -Dscenario=…}. A run that does not fail again with the same scenario is reported as
 * such: the game or the test is not determinate, and {@code Replay.verify()} may tell where.
 *
 * <p><b>Properties.</b> {@code -Dscenario=…} runs one scenario; {@code -Dseed=…} runs one seed under all conditions; {@code
 * -Dseeds=…} overrides the number of seeds, for a long search at night.
 *
 * <p><b>Instances.</b> Each run has an instance of the test class of its own, made with the constructor without arguments,
 * for which methods with {@code @BeforeEach} and {@code @AfterEach} are called; other extensions see only the one test. Static
 * fields are shared by runs that take place at the same time.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulatedGameExtension.class)
public @interface SimulatedGame {
    /**
     * How many seeds are tried, from {@link #firstSeed()} on, each under all conditions.
     *
     * @return at least 1
     */
    int seeds() default 100;

    /**
     * The first seed.
     *
     * @return any number
     */
    long firstSeed() default 1;

    /**
     * Under which conditions each seed is tried.
     *
     * @return at least one
     */
    Conditions[] conditions() default {Conditions.WIFI, Conditions.CELLULAR, Conditions.AWFUL};

    /**
     * How many clients {@link VirtualWorld#join(Class)} lets join.
     *
     * @return at least 1
     */
    int clients() default 4;

    /**
     * How long {@link VirtualWorld#play()} plays, in seconds of virtual time.
     *
     * @return at least 0
     */
    double seconds() default 10;

    /**
     * How many faults happen meanwhile, drawn from the seed: see {@link Scenario#withRandomFaults}.
     *
     * @return at least 0
     */
    int faults() default 0;
}
