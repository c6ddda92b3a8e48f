package io.rxgase.benchmarks;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes an update of the {@link ReferenceGame} takes on the wire: ten seconds of play at 50 Hz over a simulated network, in virtual
 * time, so the figures are the same on every machine. Bytes of state are what is between the heads of packets and frames; all bytes are the server's
 * datagrams with 28 bytes each for IPv4 and UDP.
 *
 * <pre>
 * java -cp … io.rxgase.benchmarks.StateBytes
 * </pre>
 */
public final class StateBytes {
    private static final int SECONDS = 10;
    private static final int IP_AND_UDP = 28;

    private StateBytes() {}

    /**
     * What was measured.
     *
     * @param updates how many updates arrived
     * @param meanBytes bytes of state per update
     * @param largest of all updates
     * @param wireBytes all bytes per update
     */
    public record Result(int updates, double meanBytes, int largest, double wireBytes) {}

    /**
     * Plays and measures.
     *
     * @param game the backend
     * @param conditions of the network
     * @return the figures
     */
    public static Result measure(BackendBuilder<?> game, NetworkConditions conditions) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 1).with(conditions);
        List<Integer> sizes = new ArrayList<>();
        Connection[] connected = new Connection[1];
        Backend<?> backend =
                game.scheduler(time).transport(network.host("server")).start("server", 1);
        try {
            var unused = network.host("client")
                    .connect(InetSocketAddress.createUnresolved("server", 1), new byte[0], TransportOptions.defaults())
                    .subscribe(connection -> {
                        connected[0] = connection;
                        listen(connection, sizes);
                    });
            time.advanceTimeBy(2, TimeUnit.SECONDS);
            long before = wire(connected[0]);
            sizes.clear();
            time.advanceTimeBy(SECONDS, TimeUnit.SECONDS);
            long bytes = wire(connected[0]) - before;
            double mean = sizes.stream().mapToInt(size -> size).average().orElse(0);
            return new Result(sizes.size(), mean, Collections.max(sizes), (double) bytes / sizes.size());
        } finally {
            backend.close();
        }
    }

    private static void listen(Connection connection, List<Integer> sizes) {
        HeldVersions.take(connection, frame -> {
            if (frame.baseVersion() != StateSource.NONE) {
                sizes.add(frame.bytes().remaining());
            }
        });
    }

    private static long wire(Connection client) {
        return client.reading().bytesReceived() + IP_AND_UDP * client.reading().packetsReceived();
    }

    /**
     * Prints the table.
     *
     * @param args none
     */
    public static void main(String[] args) {
        print(System.out);
    }

    static void print(PrintStream out) {
        out.printf(
                "%-22s %-10s %8s %12s %9s %22s%n",
                "state", "network", "updates", "state bytes", "largest", "bytes with all headers");
        for (NetworkConditions network : List.of(NetworkConditions.LAN, NetworkConditions.WIFI)) {
            String name = network.equals(NetworkConditions.LAN) ? "LAN" : "WIFI";
            row(
                    out,
                    "quantized records",
                    name,
                    network,
                    Backend.of(ReferenceGame.quantizedLogic(), ReferenceGame.quantized()));
            row(out, "plain records", name, network, Backend.of(ReferenceGame.plainLogic(), ReferenceGame.plain()));
            row(out, "dynamic", name, network, Backend.of(ReferenceGame.dynamicLogic(), ReferenceGame.dynamic()));
        }
    }

    private static void row(
            PrintStream out, String state, String name, NetworkConditions network, BackendBuilder<?> game) {
        Result result = measure(game, network);
        out.printf(
                "%-22s %-10s %8d %12.1f %9d %22.1f%n",
                state, name, result.updates(), result.meanBytes(), result.largest(), result.wireBytes());
    }
}
