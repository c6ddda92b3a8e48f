package io.rxgase.samples.cli;

import io.rxgase.core.event.ClientId;
import io.rxgase.server.ServerStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what a server measures as a table that a person can watch: rates are since the reading before. Used by one thread. */
final class Monitor {
    private static final int MOST_CLIENTS = 20;
    private static final double MILLIS = 1e6;

    private @Nullable ServerStats before;

    /** The lines of the table. */
    List<String> lines(ServerStats now) {
        ServerStats last = before == null ? now : before;
        before = now;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d clients  tick %.2f ms, of it states %.2f ms  revision %d in %d encodings  out %.1f kB/s %d packets/s"
                        + "  in %.1f kB/s %d packets/s  queued %d B",
                now.clients().size(),
                now.tickNanos() / MILLIS,
                now.publishNanos() / MILLIS,
                now.revision(),
                now.encodings(),
                kilo(now.total().bytesSent() - last.total().bytesSent()),
                positive(now.total().packetsSent() - last.total().packetsSent()),
                kilo(now.total().bytesReceived() - last.total().bytesReceived()),
                positive(now.total().packetsReceived() - last.total().packetsReceived()),
                now.total().queuedBytes()));
        lines.add(String.format(
                "%7s %9s %7s %11s %11s %9s %9s %9s %8s",
                "client", "rtt ms", "loss %", "out kB/s", "in kB/s", "states/s", "behind", "waiting", "queue B"));
        for (Map.Entry<ClientId, ServerStats.Client> entry : now.clients().entrySet()) {
            if (lines.size() == MOST_CLIENTS + 2) {
                lines.add("    and " + (now.clients().size() - MOST_CLIENTS) + " more");
                break;
            }
            ServerStats.Client client = entry.getValue();
            lines.add(row(entry.getKey(), client, last.clients().getOrDefault(entry.getKey(), client)));
        }
        return lines;
    }

    private static String row(ClientId id, ServerStats.Client now, ServerStats.Client last) {
        return String.format(
                Locale.ROOT,
                "%7d %9.1f %7.1f %11.2f %11.2f %9d %9s %9d %8d",
                id.value(),
                now.link().rttNanos() / MILLIS,
                100 * now.link().lossRatio(),
                kilo(now.link().bytesSent() - last.link().bytesSent()),
                kilo(now.link().bytesReceived() - last.link().bytesReceived()),
                now.statesSent() - last.statesSent(),
                now.baselineAge() < 0 ? "-" : Long.toString(now.baselineAge()),
                now.waiting(),
                now.link().queuedBytes());
    }

    /** Who left took what was counted for him along. */
    private static long positive(long count) {
        return Math.max(0, count);
    }

    private static double kilo(long bytes) {
        return positive(bytes) / 1000.0;
    }
}
