package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.client.Client;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.server.Backend;
import io.rxgase.sync.View;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.TransportOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at each tick, or where nobody waits for an answer, is in the log once with its cause, and then at each tenfold. */
class ReportedFaultsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    record Roll(int ticks, String text) {
        Roll next() {
            return new Roll(ticks + 1, text);
        }
    }

    private static final GameLogic<Roll> LOGIC = GameLogic.of(Roll.class).timeStep((roll, dt) -> roll.next());

    private static TestObserver<Client<Roll>> connect(VirtualWorld world, String name) {
        TestObserver<Client<Roll>> joining = Client.of(Roll.class)
                .transport(world.network().host(name))
                .connect(VirtualWorld.SERVER, VirtualWorld.PORT)
                .test();
        world.advanceTimeBy(SECOND);
        return joining;
    }

    @Test
    void shouldTellOfFramesThatASlowDiskLoses(@TempDir Path directory) {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Roll> backend = world.start(LOGIC, new Roll(0, ""));
            TestScheduler disk = new TestScheduler();
            Recorder<Roll> recorder = backend.record(
                    directory.resolve("slow.rec"),
                    RecordingOptions.defaults().withQueueFrames(10).withWriter(disk));
            world.advanceTimeBy(SECOND.multipliedBy(5));

            assertThat(recorder.reading().lostFrames()).isBetween(200L, 260L);
            assertThat(log.lines("no room in its queue"))
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).contains("slow.rec", "withQueueFrames"));
            TestObserver<Void> finished = recorder.finish().test();
            disk.triggerActions();
            finished.assertComplete();
        }
    }

    @Test
    void shouldTellOfAnAdmissionThatThrowsWithItsStackForEachPort() {
        for (int port = 0; port < 2; port++) {
            try (CapturedLog log = CapturedLog.open();
                    VirtualWorld world = VirtualWorld.of(1)) {
                world.start(Backend.of(LOGIC, new Roll(0, ""))
                        .options(TransportOptions.defaults().withAdmission((address, hello) -> {
                            throw new IllegalStateException("the list of guests is lost");
                        })));
                connect(world, "Ann")
                        .assertError(error -> String.valueOf(error.getMessage()).contains("admission failed"));
                connect(world, "Bob")
                        .assertError(error -> String.valueOf(error.getMessage()).contains("admission failed"));

                assertThat(log.lines("the admission threw")).hasSize(1);
                assertThat(log.causes()).contains("java.lang.IllegalStateException: the list of guests is lost");
            }
        }
    }

    @Test
    void shouldTellAtTenfoldsOnlyOfWhatFailsAtEachTick() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1).toleratingGameFaults()) {
            Backend<Roll> backend =
                    world.start(Backend.of(LOGIC, new Roll(0, "")).view(View.of((state, client) -> {
                        throw new IllegalStateException("fog");
                    })));
            var unused = connect(world, "Ann");
            world.advanceTimeBy(SECOND.multipliedBy(4));

            assertThat(backend.snapshot().state().ticks()).isGreaterThan(200);
            assertThat(log.lines()).isNotEmpty().hasSizeLessThan(8);
            assertThat(log.causes()).contains("java.lang.IllegalStateException: fog");
        }
    }

    @Test
    void shouldTellOfAStateThatCanNeverBeSentWithItsSizeAndTheRemedy() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1)) {
            world.start(Backend.of(LOGIC, new Roll(0, "x".repeat(20_000)))
                    .options(TransportOptions.defaults().withMaxStateBytes(10_000)));
            var unused = connect(world, "Ann");
            world.advanceTimeBy(SECOND.multipliedBy(4));

            assertThat(log.lines("can't be sent version"))
                    .singleElement()
                    .asString()
                    .contains("1 such refusals", "maxStateBytes is 10000", "withMaxStateBytes", "UNSENDABLE_STATE");
        }
    }

    @Test
    void shouldCountTheMembersOfAGroupWhoAreNotThere() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Roll> backend = world.start(LOGIC, new Roll(0, ""));
            Client<Roll> client = world.join(Roll.class, "Ann");
            var heard = client.events("NEWS").test();
            ClientId ann = backend.server().connected().get(0);
            TestObserver<Void> sent = backend.deliver(
                            Audience.group(Set.of(ann, new ClientId(77), new ClientId(78))), Event.of("NEWS"))
                    .test();
            world.advanceTimeBy(SECOND);

            sent.assertComplete();
            heard.assertValueCount(1);
            assertThat(backend.reading().eventsUndelivered()).isEqualTo(2);
            assertThat(log.lines("not connected")).singleElement().asString().contains("2 events", "NEWS", "77");
        }
    }
}
