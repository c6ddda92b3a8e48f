package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.sync.internal.SyncFrame;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes every frame of state that a server gives its transport to send, whether or not it arrives. Used by one thread, that of
 * virtual time.
 */
final class SentFrames implements DatagramTransport {
    /** Told of each frame. */
    interface Observer {
        /**
         * A frame was made.
         *
         * @param connection for whom
         * @param before what it starts from
         * @param frame what it says
         * @param after what the receiver holds with it
         */
        void onFrame(long connection, SyncFrame.Held before, SyncFrame frame, SyncFrame.Held after);
    }

    private final DatagramTransport transport;
    private final Observer observer;
    private final Map<Long, Map<Long, SyncFrame.Held>> held = new HashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Map<Long, Long> bases = new HashMap<>();
    private long ahead;
    private long takenBack;

    SentFrames(DatagramTransport transport, Observer observer) {
        this.transport = transport;
        this.observer = observer;
    }

    /** What was wrong with frames. */
    List<Throwable> failures() {
        return failures;
    }

    /** How many differences started from something newer than what their receiver was known to hold. */
    long ahead() {
        return ahead;
    }

    /** How often such a difference was followed by one from what the receiver was known to hold then, as it may lack the base. */
    long takenBack() {
        return takenBack;
    }

    @Override
    public Single<Listener> listen(InetSocketAddress local, TransportOptions options) {
        return transport.listen(local, options).map(this::tapped);
    }

    @Override
    public Single<Connection> connect(InetSocketAddress remote, byte[] hello, TransportOptions options) {
        return transport.connect(remote, hello, options);
    }

    @Override
    public Completable close() {
        return transport.close();
    }

    private Listener tapped(Listener listener) {
        return (Listener) Proxy.newProxyInstance(
                Listener.class.getClassLoader(),
                new Class<?>[] {Listener.class},
                (proxy, method, arguments) -> call(listener, method, arguments));
    }

    private @Nullable Object call(Listener listener, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof StateSource source) {
            arguments[0] = new Tapped(source);
        }
        try {
            return method.invoke(listener, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class Tapped implements StateSource {
        private final StateSource source;

        Tapped(StateSource source) {
            this.source = source;
        }

        @Override
        public long version() {
            return source.version();
        }

        @Override
        public StateSource in(Dialect dialect) {
            StateSource inDialect = source.in(dialect);
            return inDialect.equals(source) ? this : inDialect;
        }

        @Override
        public @Nullable Frame frame(Receiver receiver, long baseVersion) {
            Frame frame = source.frame(receiver, baseVersion);
            if (frame != null) {
                count(receiver, frame);
                try {
                    decode(receiver.connectionId(), frame);
                } catch (AssertionError | RuntimeException e) {
                    // The transport guards itself against sources that throw.
                    failures.add(e);
                }
            }
            return frame;
        }
    }

    private void count(StateSource.Receiver receiver, StateSource.Frame frame) {
        boolean isAhead = frame.baseVersion() > receiver.heldVersion();
        Long before = bases.put(receiver.connectionId(), frame.baseVersion());
        ahead += isAhead ? 1 : 0;
        takenBack += !isAhead && before != null && before > receiver.heldVersion() ? 1 : 0;
    }

    private void decode(long connection, StateSource.Frame frame) {
        Map<Long, SyncFrame.Held> versions = held.computeIfAbsent(connection, unused -> new HashMap<>());
        SyncFrame.Held before =
                frame.baseVersion() == StateSource.NONE ? SyncFrame.Held.NOTHING : versions.get(frame.baseVersion());
        assertThat(before).as("base of a difference").isNotNull();
        Decoded<SyncFrame> decoded = SyncFrame.decode(frame.bytes(), before);
        assertThat(decoded).isInstanceOf(Decoded.Value.class);
        SyncFrame value = ((Decoded.Value<SyncFrame>) decoded).value();
        SyncFrame.Held after = value.applyTo(before);
        SyncFrame.Held known = versions.put(frame.version(), after);
        if (known != null) {
            assertThat(after).as("what version %s is", frame.version()).isEqualTo(known);
        }
        observer.onFrame(connection, before, value, after);
    }
}
