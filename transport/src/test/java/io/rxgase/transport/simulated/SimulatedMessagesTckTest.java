package io.rxgase.transport.simulated;

import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.transport.EndToEndTck;
import java.net.InetSocketAddress;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** Messages over a simulated network that runs in real time. */
@Test
public class SimulatedMessagesTckTest extends EndToEndTck {
    public SimulatedMessagesTckTest() {
        this(SimulatedNetwork.on(Schedulers.computation(), 1));
    }

    private SimulatedMessagesTckTest(SimulatedNetwork network) {
        super(network.host("server"), network.host("client"), InetSocketAddress.createUnresolved("server", 1));
    }

    @AfterClass
    @Override
    public void closeTransports() {
        super.closeTransports();
    }
}
