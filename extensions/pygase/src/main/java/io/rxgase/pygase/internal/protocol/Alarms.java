package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When which connection wants to be woken. One alarm a connection; one that rings too early does no harm. */
final class Alarms {
    private final NavigableSet<PygaseConnection> byTime =
            new TreeSet<>(Comparator.<PygaseConnection>comparingLong(connection -> connection.alarmNanos)
                    .thenComparingLong(connection -> connection.handle));

    void set(PygaseConnection connection) {
        byTime.remove(connection);
        connection.alarmNanos = connection.nextWakeNanos();
        byTime.add(connection);
    }

    /** Moves an alarm only if it has to ring earlier, which is rare and so costs little per datagram. */
    void setEarlier(PygaseConnection connection) {
        if (byTime.contains(connection) && connection.nextWakeNanos() < connection.alarmNanos) {
            set(connection);
        }
    }

    void remove(PygaseConnection connection) {
        byTime.remove(connection);
    }

    /** The next connection whose time has come, without its alarm. */
    @Nullable
    PygaseConnection pollDue(long nowNanos) {
        return byTime.isEmpty() || byTime.first().alarmNanos > nowNanos ? null : byTime.pollFirst();
    }

    long firstNanos() {
        return byTime.isEmpty() ? EndpointMachine.NEVER : byTime.first().alarmNanos;
    }
}
