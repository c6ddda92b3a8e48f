package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.TransportOptions;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is made of; immutable, start at {@link #of}.
 *
 * <pre>{@code
 * EndpointMachine client = new Endpoint(EndpointConfig.of(options, new SecureRandom(), handles::incrementAndGet));
 * EndpointMachine server = new Endpoint(EndpointConfig.of(options, random, handles::incrementAndGet).listening());
 * }</pre>
 *
 * @param options the settings of all connections
 * @param random source of connection ids, cookie keys and path challenges: a {@code SecureRandom} in earnest, a seeded
 *     generator where a run must be repeatable
 * @param handles gives each connection its handle, more than 0: one supplier for all machines of a transport
 * @param isListening whether peers may connect to it
 * @param firstSequence first number of packets and messages of this side, 0 or more; tests start it near a wrap
 * @param shard which one it is of several machines that share a port; null if it has its port for itself
 */
public record EndpointConfig(
        TransportOptions options,
        RandomGenerator random,
        LongSupplier handles,
        boolean isListening,
        long firstSequence,
        @Nullable Shard shard) {
    /**
     * Checks its arguments.
     *
     * @param options the settings of all connections
     * @param random source of connection ids, cookie keys and path challenges
     * @param handles gives each connection its handle, more than 0
     * @param isListening whether peers may connect to it
     * @param firstSequence first number of packets and messages of this side, 0 to 2^62
     * @param shard which one it is of several machines that share a port; null if it has its port for itself
     */
    public EndpointConfig {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(handles, "handles");
        if (firstSequence < 0 || firstSequence > Long.MAX_VALUE / 2) {
            throw new IllegalArgumentException("firstSequence " + firstSequence + " is out of range: use 0 to 2^62");
        }
    }

    /**
     * A machine that has its port for itself.
     *
     * @param options the settings of all connections
     * @param random source of connection ids, cookie keys and path challenges
     * @param handles gives each connection its handle, more than 0
     * @param isListening whether peers may connect to it
     * @param firstSequence first number of packets and messages of this side, 0 to 2^62
     */
    public EndpointConfig(
            TransportOptions options,
            RandomGenerator random,
            LongSupplier handles,
            boolean isListening,
            long firstSequence) {
        this(options, random, handles, isListening, firstSequence, null);
    }

    /**
     * A machine that connects and lets nobody in, and counts from 0.
     *
     * @param options the settings of all connections
     * @param random source of connection ids and keys
     * @param handles gives each connection its handle
     * @return the configuration
     */
    public static EndpointConfig of(TransportOptions options, RandomGenerator random, LongSupplier handles) {
        return new EndpointConfig(options, random, handles, false, 0);
    }

    /**
     * Lets peers connect, as the admission of the options decides.
     *
     * @return changed configuration
     */
    public EndpointConfig listening() {
        return new EndpointConfig(options, random, handles, true, firstSequence, shard);
    }

    /**
     * Starts to count elsewhere.
     *
     * @param value first number of packets and messages, 0 to 2^62
     * @return changed configuration
     */
    public EndpointConfig withFirstSequence(long value) {
        return new EndpointConfig(options, random, handles, isListening, value, shard);
    }

    /**
     * Shares its port with other machines.
     *
     * @param value which one of them it is
     * @return changed configuration
     */
    public EndpointConfig withShard(Shard value) {
        return new EndpointConfig(options, random, handles, isListening, firstSequence, value);
    }
}
