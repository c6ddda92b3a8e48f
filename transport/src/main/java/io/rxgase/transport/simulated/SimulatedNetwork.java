package io.rxgase.transport.simulated;

import io.reactivex.rxjava3.core.Scheduler;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.LinkStats;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.emulation.SeededRandom;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.SharedEndpoint;
import io.rxgase.transport.simulated.Wire.Way;
import java.net.InetSocketAddress;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A network in memory: hosts, and links between them that are as bad as the test wants. It runs on any scheduler; on a
 * {@code TestScheduler} it runs in virtual time, starts no thread, and is exact: the same seed and the same calls
 * give the same run, byte for byte ({@link #traceHash()}).
 *
 * <pre>{@code
 * TestScheduler scheduler = new TestScheduler();
 * SimulatedNetwork network = SimulatedNetwork.on(scheduler, 42).with(NetworkConditions.CELLULAR);
 * DatagramTransport server = network.host("server");
 * DatagramTransport phone = network.host("phone");
 * server.listen(createUnresolved("localhost", 8080), options).subscribe(listener -> …);
 * phone.connect(createUnresolved("server", 8080), hello, options).subscribe(connection -> …);
 *
 * scheduler.advanceTimeBy(10, SECONDS);
 * network.partition("server", "phone");            // a tunnel
 * scheduler.advanceTimeBy(2, SECONDS);
 * network.heal().with(NetworkConditions.SATELLITE);
 * scheduler.advanceTimeBy(10, SECONDS);
 * }</pre>
 *
 * <p><b>Names.</b> A host is reached by its name, which the network resolves itself (make addresses with
 * {@link InetSocketAddress#createUnresolved}, so that no real name service is asked), or by its address: {@code 10.0.0.1}
 * is the first host, and so on. {@code localhost}, loopback and wildcard addresses mean: to listen, the host
 * itself; to connect, the host itself if it listens on that port, otherwise the only host of the network that does. So a
 * server started on {@code localhost} is found by clients of other hosts that connect to {@code localhost}; if
 * several hosts listen there, the attempt fails and names them.
 *
 * <p><b>Conditions.</b> Each way from one host to another is a link of its own, also that of a host to itself, with a
 * random sequence derived from the seed and the two names: one more host does not change the fate of the others'
 * datagrams. What is under way when conditions change arrives as it would have. At most {@value Wire#MAX_UNDER_WAY}
 * datagrams are under way; more are dropped and counted as undeliverable.
 *
 * <p><b>Threads.</b> Hosts, connections and streams live on one worker of the scheduler. The methods of this class may be
 * called from any thread, also by subscribers, and take effect at once; while the network runs on another
 * thread they wait for it. To listen succeeds at once, so that {@code blockingGet} works in virtual time too; to connect
 * takes time, which somebody has to move on. A run is exact only if all calls come from one thread, or from the scheduler's tasks. Time
 * is {@link Scheduler#now}, for most real schedulers the wall clock in milliseconds.
 */
public final class SimulatedNetwork {
    private final Agenda agenda;
    private final AddressBook addresses = new AddressBook();
    private final Wire wire;
    private final long seed;
    private final Function<EndpointConfig, EndpointMachine> machines;
    private long machinesMade;

    /** A network of hosts that speak the protocol of these machines. */
    SimulatedNetwork(Scheduler scheduler, long seed, Function<EndpointConfig, EndpointMachine> machines) {
        this.agenda = new Agenda(scheduler);
        this.wire = new Wire(agenda, addresses, seed);
        this.seed = seed;
        this.machines = machines;
    }

    /**
     * A network without faults and without hosts.
     *
     * @param scheduler what it runs on, best a {@code TestScheduler}
     * @param seed of all chance in it: the same seed, the same run
     * @return a new network
     */
    public static SimulatedNetwork on(Scheduler scheduler, long seed) {
        return new SimulatedNetwork(scheduler, seed, SharedEndpoint::of);
    }

    /**
     * Makes a host, or finds it.
     *
     * @param name how others call it; not blank, and not {@code localhost}
     * @return the host as a transport: the same one for the same name, until it is closed or killed
     */
    public DatagramTransport host(String name) {
        if (name.isBlank() || name.equalsIgnoreCase("localhost")) {
            throw new IllegalArgumentException(
                    "a host cannot be called \"" + name + "\": choose a name of its own, for example \"server\"");
        }
        return onStage(() -> {
            SimulatedHost host = addresses.host(name);
            if (host == null || host.isClosed()) {
                host = new SimulatedHost(this, name, host == null ? addresses.newAddress(name) : host.address());
                addresses.add(host);
            }
            return host;
        });
    }

    /**
     * Sets the conditions of every link that has none of its own, from now on.
     *
     * @param conditions for each direction
     * @return this network
     */
    public SimulatedNetwork with(NetworkConditions conditions) {
        return onStage(() -> {
            wire.conditions(conditions);
            return this;
        });
    }

    /**
     * Sets the conditions of one direction, from now on.
     *
     * @param from name of the sending host
     * @param to name of the receiving host
     * @param conditions of this link only
     * @return this network
     */
    public SimulatedNetwork with(String from, String to, NetworkConditions conditions) {
        return onStage(() -> {
            wire.conditions(way(from, to), conditions);
            return this;
        });
    }

    /**
     * Cuts two hosts off from each other. What is under way between them is lost.
     *
     * @param a name of a host
     * @param b name of another one
     * @return this network
     */
    public SimulatedNetwork partition(String a, String b) {
        return onStage(() -> {
            wire.cut(way(a, b), true);
            wire.cut(way(b, a), true);
            return this;
        });
    }

    /**
     * Ends the partition of two hosts.
     *
     * @param a name of a host
     * @param b name of another one
     * @return this network
     */
    public SimulatedNetwork heal(String a, String b) {
        return onStage(() -> {
            wire.cut(way(a, b), false);
            wire.cut(way(b, a), false);
            return this;
        });
    }

    /**
     * Ends all partitions.
     *
     * @return this network
     */
    public SimulatedNetwork heal() {
        return onStage(() -> {
            wire.joinAll();
            return this;
        });
    }

    /**
     * Stops a host, as a debugger, a laptop's lid or a long garbage collection does: its tasks and timers wait, and datagrams
     * gather in a receive buffer of 208 KiB, beyond which they are dropped. Time goes on.
     *
     * @param host name of a host
     * @return this network
     */
    public SimulatedNetwork pause(String host) {
        return onStage(() -> {
            addresses.existing(host).pause();
            return this;
        });
    }

    /**
     * Lets a paused host go on, with all that has gathered.
     *
     * @param host name of a host
     * @return this network
     */
    public SimulatedNetwork resume(String host) {
        return onStage(() -> {
            addresses.existing(host).resume();
            return this;
        });
    }

    /**
     * Ends a host's process without a word to anybody: its tasks never run again, its streams fall silent, its ports are free. A
     * restarted process is a new host of the same name and address: {@link #host}.
     *
     * @param host name of a host
     * @return this network
     */
    public SimulatedNetwork kill(String host) {
        return onStage(() -> {
            addresses.existing(host).kill();
            return this;
        });
    }

    /**
     * Gives a host another address, as a telephone gets one that leaves the Wi-Fi: its datagrams come from there from
     * now on, and what is under way to the old address is lost. Its name leads to the new one.
     *
     * @param host name of a host
     * @return this network
     */
    public SimulatedNetwork changeAddress(String host) {
        return onStage(() -> {
            addresses.existing(host).moveTo(addresses.newAddress(host));
            return this;
        });
    }

    /**
     * What became of all datagrams.
     *
     * @return the sum over all links
     */
    public LinkStats reading() {
        return onStage(wire::reading);
    }

    /**
     * What became of the datagrams of one direction.
     *
     * @param from name of the sending host
     * @param to name of the receiving host
     * @return the counts of this link
     */
    public LinkStats reading(String from, String to) {
        return onStage(() -> wire.reading(way(from, to)));
    }

    /**
     * Datagrams that reached nobody for reasons outside the links' conditions: a partition, an address or port without a
     * socket, a full receive buffer.
     *
     * @return a count since the start
     */
    public long undeliverable() {
        return onStage(wire::undeliverable);
    }

    /**
     * A hash over all that happened on the wire: times, addresses and bytes of every datagram sent and of every one that
     * arrived. Equal hashes mean equal runs, as far as a test is concerned.
     *
     * @return the hash so far
     */
    public long traceHash() {
        return onStage(wire::traceHash);
    }

    private Way way(String from, String to) {
        return new Way(addresses.existing(from).name(), addresses.existing(to).name());
    }

    // ---- for hosts and sockets

    Agenda agenda() {
        return agenda;
    }

    AddressBook addresses() {
        return addresses;
    }

    Wire wire() {
        return wire;
    }

    EndpointMachine machine(String host, TransportOptions options, LongSupplier handles, boolean listening) {
        long machineSeed = SeededRandom.derive(seed, "machine " + machinesMade++ + " of " + host);
        EndpointConfig config =
                EndpointConfig.of(EndpointDriver.guarded(options), new SeededRandom(machineSeed), handles);
        return machines.apply(listening ? config.listening() : config);
    }

    /** Does something while nothing else happens in the network; any thread. */
    <T> T onStage(Supplier<T> action) {
        agenda.stage().lock();
        try {
            return action.get();
        } finally {
            agenda.stage().unlock();
        }
    }
}
