package io.rxgase.benchmarks.load;

/**
 * One side of a measurement, in a process of its own: a server, or the clients that load it. Called by the process's main
 * thread in the order start, begin, end, (begin, end, …) close.
 */
public interface Part extends AutoCloseable {
    /**
     * Opens what it needs; returns when the work goes on as it will be measured.
     *
     * @param settings of this measurement
     * @return what the other side must know, such as the port
     * @throws Exception if it cannot be opened: the measurement fails
     */
    Readings start(Settings settings) throws Exception;

    /**
     * The measured time begins.
     *
     * @throws Exception the measurement fails
     */
    void begin() throws Exception;

    /**
     * The measured time ends; a part with a fixed amount of work waits until it is done.
     *
     * @return what was measured
     * @throws Exception the measurement fails
     */
    Readings end() throws Exception;

    @Override
    void close();
}
