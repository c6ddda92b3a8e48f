package io.rxgase.samples.cli;

import io.rxgase.core.event.ClientId;
import io.rxgase.server.ServerStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a server measures as a table that a person can watch, with all clients together and then each one: rates are since
 * the reading before. Used by one thread.
 */
final class Monitor {
    /** Further ones would push the totals off the screen. */
    static final int MOST_CLIENTS = 20;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double KILO = 1e3;
    private static final String ROW = "%7s %8s %6s %9s %7s %9s %7s %9s %7s %8s %8s %8s %8s";

    private final LongSupplier clock;
    private @Nullable ServerStats before;
    private long beforeNanos;

    /**
     * A monitor that has shown nothing.
     *
     * @param clock nanoseconds
     */
    Monitor(LongSupplier clock) {
        this.clock = clock;
    }

    /** The lines of the table. */
    List<String> lines(ServerStats now) {
        long nanos = clock.getAsLong();
        double seconds = (nanos - beforeNanos) / NANOS_PER_SECOND;
        List<String> rows = new ArrayList<>();
        Rates all = Rates.NONE;
        for (Map.Entry<ClientId, ServerStats.Client> entry : now.clients().entrySet()) {
            Rates one = rates(entry.getKey(), entry.getValue(), seconds);
            all = all.plus(one);
            if (rows.size() < MOST_CLIENTS) {
                rows.add(row(entry.getKey(), entry.getValue(), one));
            }
        }
        before = now;
        beforeNanos = nanos;
        List<String> lines = new ArrayList<>();
        lines.add(summary(now));
        lines.add(String.format(
                ROW,
                "client",
                "rtt ms",
                "loss %",
                "out kB/s",
                "pkts/s",
                "in kB/s",
                "pkts/s",
                "states/s",
                "behind",
                "budget",
                "path",
                "waiting",
                "queue B"));
        lines.add(total(now, all));
        lines.addAll(rows);
        if (now.clients().size() > MOST_CLIENTS) {
            lines.add("    and " + (now.clients().size() - MOST_CLIENTS) + " more");
        }
        return lines;
    }

    /** Nothing at the first reading; who has come since the one before it counts from the beginning. */
    private Rates rates(ClientId id, ServerStats.Client now, double seconds) {
        if (before == null || seconds <= 0) {
            return Rates.NONE;
        }
        ServerStats.Client last = before.clients().get(id);
        return last == null
                ? Rates.of(now).over(seconds)
                : Rates.of(now).minus(Rates.of(last)).over(seconds);
    }

    private static String summary(ServerStats now) {
        return String.format(
                Locale.ROOT,
                "%d %s; tick %.2f ms, of it states %.2f ms; revision %d in %d encodings; events waiting %d, refused %d,"
                        + " undelivered %d; stray datagrams %d",
                now.clients().size(),
                now.clients().size() == 1 ? "client" : "clients",
                now.tickNanos() / NANOS_PER_MILLI,
                now.publishNanos() / NANOS_PER_MILLI,
                now.revision(),
                now.encodings(),
                now.eventsWaiting(),
                now.eventsRefused(),
                now.eventsUndelivered(),
                now.datagramsDropped());
    }

    private static String total(ServerStats now, Rates all) {
        ServerStats.Total total = now.total();
        double lost = total.packetsSent() == 0 ? 0 : (double) total.packetsLost() / total.packetsSent();
        long waiting = now.clients().values().stream()
                .mapToLong(ServerStats.Client::waiting)
                .sum();
        return row("all", "", lost, all, "", "", "", waiting, total.queuedBytes());
    }

    private static String row(ClientId id, ServerStats.Client now, Rates rates) {
        return row(
                Long.toString(id.value()),
                decimal(now.link().rttNanos() / NANOS_PER_MILLI),
                now.link().lossRatio(),
                rates,
                now.baselineAge() < 0 ? "-" : Long.toString(now.baselineAge()),
                now.budget() == 0 ? "-" : decimal(now.budget() / KILO),
                decimal(now.link().sendBudgetBytesPerSecond() / KILO),
                now.waiting(),
                now.link().queuedBytes());
    }

    private static String row(
            String name,
            String rtt,
            double loss,
            Rates rates,
            String behind,
            String budget,
            String path,
            long waiting,
            long queuedBytes) {
        return String.format(
                ROW,
                name,
                rtt,
                decimal(100 * loss),
                decimal(rates.bytesSent() / KILO),
                Math.round(rates.packetsSent()),
                decimal(rates.bytesReceived() / KILO),
                Math.round(rates.packetsReceived()),
                Math.round(rates.states()),
                behind,
                budget,
                path,
                waiting,
                queuedBytes);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Counters of one or more clients, or how much they grow each second. */
    private record Rates(
            double bytesSent, double packetsSent, double bytesReceived, double packetsReceived, double states) {
        static final Rates NONE = new Rates(0, 0, 0, 0, 0);

        static Rates of(ServerStats.Client client) {
            return new Rates(
                    client.link().bytesSent(),
                    client.link().packetsSent(),
                    client.link().bytesReceived(),
                    client.link().packetsReceived(),
                    client.statesSent());
        }

        Rates plus(Rates other) {
            return new Rates(
                    bytesSent + other.bytesSent,
                    packetsSent + other.packetsSent,
                    bytesReceived + other.bytesReceived,
                    packetsReceived + other.packetsReceived,
                    states + other.states);
        }

        Rates minus(Rates other) {
            return plus(other.over(-1));
        }

        Rates over(double seconds) {
            return new Rates(
                    bytesSent / seconds,
                    packetsSent / seconds,
                    bytesReceived / seconds,
                    packetsReceived / seconds,
                    states / seconds);
        }
    }
}
