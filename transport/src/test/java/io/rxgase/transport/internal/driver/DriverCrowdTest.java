package io.rxgase.transport.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.SubscriberCrowd;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Subscribers that come, ask, leave, throw and act within their own calls, in any order, at each stream of a driver. */
class DriverCrowdTest {
    private static final int ROUNDS = 10;
    private static final int STEPS = 400;

    private static void rounds(BiConsumer<World, Long> play) {
        long seed = Long.getLong("seed", 20_263);
        for (int round = 0; round < ROUNDS; round++) {
            play.accept(new World(), seed + round);
        }
    }

    private static String replay(long seed) {
        return "replay with -Dseed=" + seed;
    }

    /** A driver between a machine that follows a script and a loop that is turned by hand, and connection 1. */
    private static final class World {
        final ScriptedMachine machine = new ScriptedMachine();
        final ManualLoop loop = new ManualLoop();
        final EndpointDriver driver = new EndpointDriver(machine, loop, TransportOptions.defaults());
        final Connection connection;

        World() {
            TestSubscriber<ConnectionEvent> first =
                    driver.listener().events().take(1).test();
            tell(new EndpointEvent.Connected(1, ScriptedMachine.PEER, new byte[0], true));
            connection = first.values().get(0).connection();
        }

        void tell(EndpointEvent event) {
            machine.events.add(event);
            pump();
        }

        void pump() {
            loop.run(driver::receiveComplete);
        }

        /** How many the machine was told to have been taken. */
        int consumed(int channel) {
            String told = "consumed " + channel + " ";
            return machine.calls.stream()
                    .filter(call -> call.startsWith(told))
                    .mapToInt(call -> Integer.parseInt(call.substring(told.length())))
                    .sum();
        }
    }

    @Test
    void shouldTellWhoListensAllThatHappensToConnections() {
        rounds((world, seed) -> {
            Random random = new Random(seed);
            TestSubscriber<ConnectionEvent> listener =
                    world.driver.listener().events().test();
            SubscriberCrowd<ConnectionEvent> crowd =
                    new SubscriberCrowd<>(seed, world.driver.listener().events());
            int told = 1; // who is there already
            for (int id = 2; id < STEPS; id++) {
                crowd.act();
                world.tell(new EndpointEvent.Connected(id, ScriptedMachine.PEER, new byte[0], true));
                told++;
                if (random.nextBoolean()) {
                    world.tell(new EndpointEvent.Disconnected(id, DisconnectReason.TIMED_OUT, "silence"));
                    told++;
                }
            }
            crowd.leave();
            world.pump();
            crowd.check();
            assertThat(crowd.hasTriedEverything()).as(replay(seed)).isTrue();
            listener.assertNotComplete().assertNoErrors();
            assertThat(listener.values()).as(replay(seed)).hasSize(told);
        });
    }

    @Test
    void shouldTellWhoListensAllThatHappensToOneConnection() {
        rounds((world, seed) -> {
            TestSubscriber<ConnectionEvent> listener = world.connection.events().test();
            SubscriberCrowd<ConnectionEvent> crowd = new SubscriberCrowd<>(seed, world.connection.events());
            for (int step = 0; step < STEPS; step++) {
                crowd.act();
                world.tell(new EndpointEvent.QualityChanged(1, step % 2 == 0 ? Quality.BAD : Quality.GOOD));
            }
            crowd.leave();
            world.tell(new EndpointEvent.Disconnected(1, DisconnectReason.TIMED_OUT, "silence"));
            crowd.check();
            assertThat(crowd.hasTriedEverything()).as(replay(seed)).isTrue();
            listener.assertComplete();
            assertThat(listener.values()).as(replay(seed)).hasSize(1 + STEPS + 1);
        });
    }

    /** One subscriber at a time; what one has not taken is the next one's. */
    @Test
    void shouldHandOutEachMessageOnceAndInOrder() {
        rounds((world, seed) -> {
            SubscriberCrowd<byte[]> crowd = new SubscriberCrowd<>(seed, world.connection.messages(Channel.ORDERED));
            for (int step = 0; step < STEPS; step++) {
                crowd.act();
                world.tell(new EndpointEvent.Message(1, 0, new byte[] {(byte) (step >> 8), (byte) step}));
            }
            crowd.leave();
            world.pump();
            TestSubscriber<byte[]> last =
                    world.connection.messages(Channel.ORDERED).test();
            world.pump();
            crowd.check();
            List<byte[]> all = new ArrayList<>(crowd.received());
            all.addAll(last.values());
            assertThat(all)
                    .as(replay(seed))
                    .extracting(bytes -> Byte.toUnsignedInt(bytes[0]) << 8 | Byte.toUnsignedInt(bytes[1]))
                    .isEqualTo(IntStream.range(0, STEPS).boxed().toList());
            assertThat(world.consumed(0)).as(replay(seed)).isEqualTo(STEPS);
        });
    }

    @Test
    void shouldHandOutNewerStatesOnlyAndTheNewestAtLast() {
        rounds((world, seed) -> {
            SubscriberCrowd<StateSource.Frame> crowd = new SubscriberCrowd<>(seed, world.connection.states());
            for (int version = 1; version <= STEPS; version++) {
                crowd.act();
                world.tell(new EndpointEvent.StateArrived(
                        1, new StateSource.Frame(StateSource.NONE, version, ByteBuffer.allocate(1))));
            }
            crowd.leave();
            world.pump();
            TestSubscriber<StateSource.Frame> last = world.connection.states().test();
            world.pump();
            crowd.check();
            List<StateSource.Frame> all = new ArrayList<>(crowd.received());
            all.addAll(last.values());
            assertThat(all)
                    .as(replay(seed))
                    .extracting(StateSource.Frame::version)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .endsWith((long) STEPS);
        });
    }
}
