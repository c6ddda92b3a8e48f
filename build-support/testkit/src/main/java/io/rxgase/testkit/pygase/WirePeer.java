package io.rxgase.testkit.pygase;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a PyGaSe connection, client or server: numbers, acknowledgements with PyGaSe's fault, events, state. Without a socket and a
 * clock. It dies, with {@link DeathException}, of everything that PyGaSe dies of.
 *
 * <pre>{@code
 * WirePeer client = WirePeer.client();
 * client.send(WireEvent.of("JOIN", "Ada"));
 * socket.send(client.datagram());
 * client.receive(socket.receive());
 * }</pre>
 */
public final class WirePeer {
    private static final int MAGIC = 0xffd0fab9;
    private static final int MAX_BYTES = 2048;

    private final boolean client;
    private final Deque<WireEvent> outgoing = new ArrayDeque<>();
    private final List<WireEvent> received = new ArrayList<>();
    private final Map<Integer, List<WireEvent>> pending = new HashMap<>();
    private final List<WireEvent> acknowledged = new ArrayList<>();
    private final WireState state = new WireState();
    private Map<String, @Nullable Object> update = Map.of("time_order", 0L);
    private int number;
    private int newest;
    private int bits;
    private int reported;
    private int datagrams;

    /** PyGaSe would have died here. */
    public static final class DeathException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeathException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private WirePeer(boolean client) {
        this.client = client;
    }

    /**
     * A client.
     *
     * @return one that has sent and received nothing
     */
    public static WirePeer client() {
        return new WirePeer(true);
    }

    /**
     * A server's end of one connection. It sends the update that {@link #show} was given last.
     *
     * @return one that has sent and received nothing
     */
    public static WirePeer server() {
        return new WirePeer(false);
    }

    /**
     * Begins to count elsewhere.
     *
     * @param last the number after which the next datagram's comes
     * @return this
     */
    public WirePeer after(int last) {
        number = last;
        return this;
    }

    /**
     * Queues an event.
     *
     * @param event at most five of them go into a datagram
     */
    public void send(WireEvent event) {
        outgoing.add(event);
    }

    /**
     * Sets the update of a server's datagrams.
     *
     * @param next with {@code time_order}
     */
    public void show(Map<String, @Nullable Object> next) {
        update = next;
    }

    /**
     * The next datagram.
     *
     * @return its bytes
     */
    public byte[] datagram() {
        number = Circle.next(number);
        ByteBuffer into = ByteBuffer.allocate(64 * 1024);
        into.putInt(MAGIC).putShort((short) number).putShort((short) newest).putInt(bits);
        if (client) {
            into.putShort((short) state.timeOrder());
        } else {
            byte[] packed = MiniPack.pack(update);
            into.putShort((short) packed.length).put(packed);
        }
        List<WireEvent> events = new ArrayList<>();
        while (!outgoing.isEmpty() && events.size() < 5) {
            WireEvent event = outgoing.remove();
            byte[] packed = event.pack();
            into.putShort((short) packed.length).put(packed);
            events.add(event);
        }
        pending.put(number, events);
        byte[] bytes = new byte[into.position()];
        if (bytes.length > MAX_BYTES) {
            throw new DeathException("a datagram of " + bytes.length + " bytes", null);
        }
        into.flip().get(bytes);
        return bytes;
    }

    /**
     * Takes a datagram.
     *
     * @param datagram its bytes
     */
    public void receive(byte[] datagram) {
        if (datagram.length > MAX_BYTES) {
            throw new DeathException("received a datagram of " + datagram.length + " bytes", null);
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        try {
            if (in.getInt() != MAGIC) {
                throw new DeathException("no magic", null);
            }
            note(Short.toUnsignedInt(in.getShort()));
            resolve(Short.toUnsignedInt(in.getShort()), in.getInt());
            int field = Short.toUnsignedInt(in.getShort());
            byte[] packed = client ? take(field, in) : new byte[0];
            while (in.hasRemaining()) {
                received.add(WireEvent.unpack(take(Short.toUnsignedInt(in.getShort()), in)));
            }
            if (client) {
                state.apply((Map<?, ?>) Objects.requireNonNull(MiniPack.unpack(packed)));
            } else {
                reported = field;
            }
            datagrams++;
        } catch (IllegalArgumentException
                | ClassCastException
                | NullPointerException
                | BufferUnderflowException malformed) {
            throw new DeathException("malformed: " + malformed.getMessage(), malformed);
        }
    }

    private static byte[] take(int length, ByteBuffer in) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** As PyGaSe: after a gap it forgets the newest number of before; dies of a duplicate and of what is too late. */
    private void note(int sequence) {
        int ahead = newest == 0 ? 0 : Circle.distance(sequence, newest);
        if (newest == 0) {
            newest = sequence;
        } else if (ahead > 0) {
            bits = ahead < 32 ? bits >>> ahead : 0;
            if (ahead == 1) {
                bits |= 1 << 31;
            }
            newest = sequence;
        } else if (ahead < -32) {
            throw new DeathException(sequence + " is more than 32 behind " + newest, null);
        } else if (ahead == 0 || (bits & 1 << (32 + ahead)) != 0) {
            throw new DeathException(sequence + " came twice", null);
        } else {
            bits |= 1 << (32 + ahead);
        }
    }

    private void resolve(int ack, int ackBits) {
        if (ack == 0) {
            return;
        }
        pending.entrySet().removeIf(entry -> {
            int before = Circle.distance(ack, entry.getKey());
            boolean acked = before == 0 || (before > 0 && before < 32 && (ackBits & 1 << (32 - before)) != 0);
            if (acked) {
                acknowledged.addAll(entry.getValue());
            }
            return acked;
        });
    }

    /**
     * The client's state.
     *
     * @return what came of all updates
     */
    public WireState state() {
        return state;
    }

    /**
     * The time order that the client reported last, for a server.
     *
     * @return 0 for none
     */
    public int reported() {
        return reported;
    }

    /**
     * Events that arrived.
     *
     * @return all, in order
     */
    public List<WireEvent> received() {
        return received;
    }

    /**
     * Events whose datagrams were acknowledged.
     *
     * @return all, in no order
     */
    public List<WireEvent> acknowledged() {
        return acknowledged;
    }

    /**
     * How many datagrams were taken.
     *
     * @return a count
     */
    public int datagrams() {
        return datagrams;
    }

    /**
     * The number of the last datagram that was made.
     *
     * @return 0 before the first
     */
    public int number() {
        return number;
    }

    /**
     * The newest number that arrived.
     *
     * @return 0 before the first
     */
    public int newest() {
        return newest;
    }
}
