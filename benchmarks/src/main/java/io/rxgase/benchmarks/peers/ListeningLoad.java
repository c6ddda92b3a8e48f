package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Part;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;

/** Clients of a fan-out that only listen; it is noted when something arrives at each. A peer says how they connect. */
abstract class ListeningLoad implements Part {
    private ArrivalLog log = new ArrivalLog(0);

    /**
     * Connects.
     *
     * @param clients how many
     * @param log told by each client, by its index from 0, when something arrives
     */
    abstract void connect(Settings settings, int clients, ArrivalLog log) throws Exception;

    @Override
    public final Readings start(Settings settings) throws Exception {
        int clients = settings.integer("clients");
        log = new ArrivalLog(clients);
        connect(settings, clients, log);
        log.awaitAll();
        return Readings.none();
    }

    @Override
    public final void begin() {
        log.begin();
    }

    @Override
    public final Readings end() {
        return log.end();
    }
}
