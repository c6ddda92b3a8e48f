package io.rxgase.transport.internal.driver;

import io.rxgase.transport.Connection;
import io.rxgase.transport.internal.guard.Guard;
import io.rxgase.transport.internal.guard.Tenfold;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which states could not be sent and why: the first time, and again with each tenfold of them. On one loop. */
final class RefusedStates {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedStates.class);

    private long tooLarge;
    private long failed;

    void report(Connection to, EndpointEvent.StateRefused refused) {
        if (refused.cause() == null) {
            tooLarge++;
            if (Tenfold.isReached(tooLarge)) {
                LOG.warn(
                        "{} can't be sent version {} of the state, {} such refusals by now: {}. Who holds no state is disconnected,"
                                + " who holds one after its idle time-out; ConnectionStats.drops() counts UNSENDABLE_STATE",
                        to,
                        refused.version(),
                        tooLarge,
                        refused.detail());
            }
        } else {
            failed++;
            if (Tenfold.isReached(failed)) {
                LOG.error(
                        "{} can't be sent version {} of the state, {} such refusals by now: {}. It is tried again, and ends the"
                                + " connection if it fails for the idle time-out; ConnectionStats.drops() counts UNSENDABLE_STATE",
                        to,
                        refused.version(),
                        failed,
                        refused.detail(),
                        Guard.legible(refused.cause()));
            }
        }
    }
}
