package io.rxgase.server;

import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.internal.DialectFans;
import io.rxgase.transport.Admission;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.netty.NettyTransport;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One start of a backend: checks, opens the ports, puts loop and server together, and leaves nothing open if that fails. */
final class BackendStart<S> {
    private final GameLogic<S> logic;
    private final S initial;
    private final LoopSettings loop;
    private final PortSettings ports;
    private final SyncOptions<S> sync;
    private final Map<String, ArrivalHandler> onArrival;

    /** What an admission threw that the game does not survive, until there is a server that ends. */
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    private final AtomicReference<@Nullable Server<S>> running = new AtomicReference<>();

    BackendStart(
            GameLogic<S> logic,
            S initial,
            LoopSettings loop,
            PortSettings ports,
            SyncOptions<S> sync,
            Map<String, ArrivalHandler> onArrival) {
        BiConsumer<@Nullable S, S> requirement = DialectFans.requirement(logic.model(), sync, ports.spoken());
        requirement.accept(null, initial);
        this.logic = logic.require(requirement);
        this.initial = initial;
        this.loop = loop;
        this.ports = ports;
        this.sync = sync;
        this.onArrival = onArrival;
    }

    Backend<S> at(String host, int port) {
        DatagramTransport own = ports.transport() == null ? NettyTransport.create() : null;
        DatagramTransport used = own == null ? Objects.requireNonNull(ports.transport()) : own;
        Timebase given = loop.timebase();
        Timebase time = given == null ? Timebase.live() : given;
        try {
            GameStateMachine<S> machine = machine(time);
            Server<S> server = listen(used, host, port, machine, time);
            Backend<S> backend = new Backend<>(machine, server, loop.ticks().on(time), time, own);
            // In virtual time a loop can't hang beside its watchman, for both are one thread.
            if (!(time.scheduler() instanceof TestScheduler)) {
                backend.watch(loop.watchdog(), loop.ticks(), Timebase.of(Schedulers.computation()));
            }
            return backend;
        } catch (RuntimeException e) {
            time.close();
            if (own != null) {
                own.close().onErrorComplete().subscribe();
            }
            throw e;
        }
    }

    private GameStateMachine<S> machine(Timebase time) {
        S first = logic.model().stamped(initial, loop.timeOrder(), GameStatus.ACTIVE);
        GameStateStore<S> store =
                GameStateStore.create(logic.model(), new Snapshot<>(loop.timeOrder(), GameStatus.ACTIVE, 0, first));
        GameStateMachine.Builder<S> machine =
                GameStateMachine.builder(logic, store).timebase(time);
        if (loop.asyncTimeout() != null) {
            machine.asyncTimeout(loop.asyncTimeout());
        }
        return machine.build();
    }

    private Server<S> listen(
            DatagramTransport used, String host, int port, GameStateMachine<S> machine, Timebase time) {
        TransportOptions options = ending(ports.first());
        TransportOptions greeting = SchemaAnswers.greet(options.requireDefaultChannels(), logic.model());
        Listener listener = ports.open(used, host, port, greeting);
        Server<S> server = Server.on(
                listener,
                new Server.Settings<>(
                        machine.store(), machine.inbox(), options.withDialects(ports.spoken()), sync, onArrival),
                time);
        running.set(server);
        Throwable early = fatal.get();
        if (early != null) {
            server.breakWith(early);
        }
        return server;
    }

    /** An admission is asked before anybody else of the game; what the game does not survive ends it from there, too. */
    private TransportOptions ending(TransportOptions options) {
        Admission admission = options.admission();
        return options.withAdmission((address, hello) -> {
            try {
                return admission.decide(address, hello);
            } catch (VirtualMachineError error) {
                if (Guard.isFatal(error)) {
                    fatal.set(error);
                    Server<S> server = running.get();
                    if (server != null) {
                        server.breakWith(error);
                    }
                }
                throw error;
            }
        });
    }
}
