package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One life of a connection with random options, load and faults, and the oracle beside it. */
final class SweepRun {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;

    /** Everything is drained so long after the faults have stopped. */
    private static final long DRAIN_NANOS = 10 * SECOND;

    private final SplittableRandom random;
    private final TransportOptions options;
    private final int largest;
    private final TestPair pair;
    private final Side client;
    private final Side server;
    private final Attacker attacker;
    private long version = -1;
    private int wholeBytes;
    private int differenceBytes;
    private long addressChanges;
    private long pauses;
    private long standstills;

    /** A state that can't be encoded. */
    private record BrokenState(long version) implements StateSource {
        @Override
        public Frame frame(Receiver receiver, long baseVersion) {
            throw new IllegalStateException("broken on purpose");
        }
    }

    /** One end and what it expects from the other. */
    private final class Side {
        final TestHost host;
        final Map<Integer, ReferenceModel> sending;
        final List<EndpointEvent.Message> unconsumed = new ArrayList<>();
        final boolean consumesSlowly;
        Side peer;
        long newestState = StateSource.NONE;

        Side(TestHost host) {
            this.host = host;
            sending = new java.util.TreeMap<>();
            for (Channel channel : options.channels()) {
                sending.put(channel.id(), new ReferenceModel(channel));
            }
            consumesSlowly = random.nextInt(3) == 0;
            host.consumesAtOnce = !consumesSlowly;
            host.listener = this::on;
        }

        private void on(EndpointEvent event, long nowNanos) {
            checkUsed();
            if (event instanceof EndpointEvent.Message message) {
                peer.sending.get(message.channel()).delivered(message.payload());
                if (consumesSlowly) {
                    unconsumed.add(message);
                }
            } else if (event instanceof EndpointEvent.Acked acked) {
                model(acked.ticket()).acked(acked.ticket());
            } else if (event instanceof EndpointEvent.Failed failed) {
                model(failed.ticket()).failed(failed.ticket());
            } else if (event instanceof EndpointEvent.StateArrived state) {
                StateSource.Frame frame = state.frame();
                if (!host.missed.contains(frame)) {
                    assertThat(frame.version()).as("version of the state").isGreaterThan(newestState);
                    newestState = frame.version();
                }
                assertThat(new TestState(frame.version(), wholeBytes, differenceBytes, 0).made(frame))
                        .as("bytes of state " + frame.version())
                        .isTrue();
            }
        }

        private ReferenceModel model(long ticket) {
            return sending.values().stream()
                    .filter(model -> model.knows(ticket))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("a second outcome for ticket " + ticket));
        }

        void sendSomething() {
            Channel channel =
                    options.channels().get(random.nextInt(options.channels().size()));
            int most = random.nextInt(20) == 0 ? largest : 200;
            int size = Math.min(largest, random.nextInt(4, Math.max(5, most)));
            SendOptions how = SendOptions.DEFAULT;
            if (random.nextInt(10) == 0) {
                how = how.withDeadline(Duration.ofMillis(random.nextInt(1, 500)));
            }
            if (random.nextInt(10) == 0) {
                how = how.withMaxResends(random.nextInt(3));
            }
            ReferenceModel model = sending.get(channel.id());
            byte[] payload = model.next(size);
            long ticket = host.nextTicket();
            if (host.trySend(channel, payload, how, ticket) == null) {
                model.accepted(ticket, size);
            }
        }

        void consumeSome(boolean all) {
            while (!unconsumed.isEmpty() && (all || random.nextInt(4) != 0)) {
                EndpointEvent.Message message = unconsumed.remove(0);
                host.machine.consumed(pair.nowNanos, message.connection(), message.channel(), 1);
            }
        }

        void checkBounds() {
            ConnectionStats stats = host.machine.stats(host.connection);
            assertThat(stats)
                    .as("reading of " + host.address + ", which ended with " + host.end())
                    .isNotNull();
            assertThat(stats.queuedBytes()).as("held").isLessThanOrEqualTo(used());
            checkUsed();
        }

        /** All queues together, with what is promised to partial messages and states. */
        int used() {
            return host.machine.memory(host.connection).used();
        }

        private void checkUsed() {
            int limit = options.maxQueuedBytes();
            boolean isHuge = largest > limit - limit / 8 - 1000;
            assertThat(used()).as("memory").isBetween(0, isHuge ? limit + limit / 8 + 100 : limit);
        }

        boolean isSettled() {
            return unconsumed.isEmpty() && sending.values().stream().allMatch(ReferenceModel::isSettled) && used() == 0;
        }
    }

    SweepRun(long seed) {
        random = new SplittableRandom(seed);
        options = randomOptions();
        largest = Math.min(options.maxMessageBytes(), options.maxQueuedBytes());
        pair = new TestPair(options, options, seed, randomFirst(), randomFirst());
        client = new Side(pair.client);
        server = new Side(pair.server);
        client.peer = server;
        server.peer = client;
        attacker = new Attacker(pair, random.split());
        wholeBytes = random.nextInt(1, random.nextBoolean() ? 900 : Math.min(60_000, largest));
        differenceBytes = random.nextInt(1, random.nextBoolean() ? 300 : Math.min(8_000, largest));
    }

    private TransportOptions randomOptions() {
        List<Channel> channels = new ArrayList<>();
        int count = random.nextInt(1, 7);
        for (int i = 0; i < count; i++) {
            Delivery delivery = List.of(Delivery.values()).get(random.nextInt(4));
            channels.add(new Channel(i * 9, delivery, random.nextInt(8)));
        }
        return TransportOptions.defaults()
                .withChannels(channels)
                .withMaxDatagramBytes(random.nextInt(576, 1473))
                .withMaxMessageBytes(random.nextInt(1_000, 40_000))
                .withMaxQueuedBytes(random.nextInt(16_384, 262_144))
                .withIdleTimeout(Duration.ofSeconds(20))
                .withConnectTimeout(Duration.ofSeconds(60));
    }

    /** Often just before a short number wraps. */
    private long randomFirst() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (1L << 16) - random.nextInt(1, 300);
            case 2 -> (1L << 32) - random.nextInt(1, 300);
            default -> (1L << 61) + random.nextInt();
        };
    }

    void play() {
        pair.up.delayNanos = random.nextLong(MILLI / 10, 100 * MILLI);
        pair.down.delayNanos = random.nextLong(MILLI / 10, 100 * MILLI);
        if (random.nextInt(5) == 0) {
            pair.connect();
            earnTrust();
        } else {
            randomFaults(pair.up);
            randomFaults(pair.down);
            pair.up.down = false;
            pair.down.down = false;
            pair.up.loss = Math.min(0.3, pair.up.loss);
            pair.down.loss = Math.min(0.3, pair.down.loss);
            pair.connect();
        }
        assertThat(client.host.connection).isPositive();
        int turns = random.nextInt(20, 150);
        for (int turn = 0; turn < turns; turn++) {
            turn();
        }
        heal();
        version += 1;
        pair.server.machine.offerState(pair.nowNanos, TestState.of(version, wholeBytes, differenceBytes));
        boolean drained = pair.runUntil(
                () -> {
                    client.consumeSome(true);
                    server.consumeSome(true);
                    return isDrained();
                },
                DRAIN_NANOS);
        check(drained);
        if (random.nextInt(10) == 0) {
            breakTheProtocol();
        }
    }

    /** The link loses nothing, for so long that the server no longer waits to hear that a state has arrived. */
    private void earnTrust() {
        for (int i = 0; i < BaselineChain.CLEAN_STATES + 40; i++) {
            pair.server.machine.offerState(pair.nowNanos, TestState.of(++version, wholeBytes, differenceBytes));
            pair.run(20 * MILLI);
        }
    }

    private void breakTheProtocol() {
        pair.run(SECOND);
        attacker.acknowledgeWhatWasNeverSent();
        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
    }

    private void turn() {
        if (random.nextInt(15) == 0) {
            randomFaults(random.nextBoolean() ? pair.up : pair.down);
        }
        if (random.nextInt(60) == 0) {
            addressChanges++;
            pair.client.address = TestPair.address(1, 40_000 + (int) addressChanges);
        }
        if (random.nextInt(80) == 0) {
            pauses++;
            (random.nextBoolean() ? pair.client : pair.server).pausedUntilNanos =
                    pair.nowNanos + random.nextLong(2 * SECOND);
        }
        int load = random.nextInt(6);
        for (int i = 0; i < load; i++) {
            (random.nextInt(3) == 0 ? server : client).sendSomething();
        }
        if (random.nextInt(3) == 0) {
            offerState();
        }
        client.consumeSome(false);
        server.consumeSome(false);
        attacker.attack();
        if (random.nextInt(50) == 0) {
            standstills++; // the clock stands still while things happen
            pair.client.drain();
            pair.server.drain();
        } else {
            pair.run(random.nextLong(40 * MILLI));
        }
        client.checkBounds();
        server.checkBounds();
    }

    private void offerState() {
        version += random.nextInt(1, 3);
        if (random.nextInt(50) == 0) {
            pair.server.machine.offerState(pair.nowNanos, new BrokenState(version));
        } else {
            long oldestBase = version - random.nextInt(100);
            TestState state = new TestState(version, wholeBytes, differenceBytes, oldestBase);
            pair.server.machine.offerState(pair.nowNanos, state);
        }
    }

    private void randomFaults(TestLink link) {
        link.heal();
        switch (random.nextInt(9)) {
            case 0 -> link.loss = random.nextDouble(0.5);
            case 1 -> link.duplication = random.nextDouble(0.3);
            case 2 -> link.corruption = random.nextDouble(0.2);
            case 3 -> link.reordering = random.nextDouble(0.3);
            case 4 -> link.jitterNanos = random.nextLong(1, 60 * MILLI);
            case 5 -> {
                link.bytesPerSecond = random.nextDouble(20_000, 2_000_000);
                link.queueBytes = random.nextInt(2_000, 100_000);
            }
            case 6 -> link.down = true;
            case 7 -> {
                link.loss = random.nextDouble(0.3);
                link.duplication = random.nextDouble(0.1);
                link.reordering = random.nextDouble(0.1);
                link.jitterNanos = random.nextLong(1, 20 * MILLI);
            }
            default -> {}
        }
    }

    private void heal() {
        pair.up.heal();
        pair.down.heal();
    }

    private boolean isDrained() {
        return client.newestState == version && client.isSettled() && server.isSettled();
    }

    private void check(boolean drained) {
        assertThat(drained)
                .as(() -> "drained within 10 s; client " + pair.client.machine.stats(pair.client.connection)
                        + " server "
                        + pair.server.machine.stats(pair.server.connection) + " state " + client.newestState + " of "
                        + version + " unsettled "
                        + unsettled(client) + unsettled(server))
                .isTrue();
        client.sending.values().forEach(ReferenceModel::checkComplete);
        server.sending.values().forEach(ReferenceModel::checkComplete);
        if (addressChanges > 0) {
            EndpointEvent.Migrated last = null;
            for (EndpointEvent.Migrated migrated : pair.server.events(EndpointEvent.Migrated.class)) {
                last = migrated;
            }
            if (last != null) {
                assertThat(last.remoteAddress()).isEqualTo(pair.client.address);
            }
        }
    }

    private static String unsettled(Side side) {
        StringBuilder text = new StringBuilder();
        side.sending.forEach((id, model) -> text.append(model.isSettled() ? "" : " channel " + id));
        return text.toString();
    }

    long delivered() {
        return client.sending.values().stream()
                        .mapToLong(ReferenceModel::delivered)
                        .sum()
                + server.sending.values().stream()
                        .mapToLong(ReferenceModel::delivered)
                        .sum();
    }

    void countFaults(Map<String, Long> faults) {
        for (TestLink link : List.of(pair.up, pair.down)) {
            faults.merge("loss", link.lost, Long::sum);
            faults.merge("duplication", link.duplicated, Long::sum);
            faults.merge("corruption", link.corrupted, Long::sum);
            faults.merge("reordering", link.reordered, Long::sum);
            faults.merge("full queue", link.overflowed, Long::sum);
            faults.merge("partition", link.blackedOut, Long::sum);
        }
        faults.merge("address change", addressChanges, Long::sum);
        faults.merge("pause", pauses, Long::sum);
        faults.merge("clock standing still", standstills, Long::sum);
    }

    void addCounters(Counters total) {
        pair.client.machine.totals().addTo(total);
        pair.server.machine.totals().addTo(total);
    }
}
