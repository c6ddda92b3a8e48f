package io.rxgase.transport.discovery;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import java.net.InetSocketAddress;
import org.reactivestreams.Publisher;
import org.testng.annotations.Test;

/** {@code LanDiscovery.find}: it never ends by itself, and here there are many games. */
@Test
public class LanSearchTckTest extends StreamTck<GameFound> {
    private static final int GAMES = 40;

    @Override
    public Publisher<GameFound> createPublisher(long elements) {
        VirtualLan lan = new VirtualLan(Schedulers.single());
        for (int i = 0; i < GAMES; i++) {
            var unused = lan.machine(i)
                    .announce(
                            new InetSocketAddress("0.0.0.0", 7777),
                            Flowable.just(Announcement.of("test.tag", "Game " + i)))
                    .subscribe();
        }
        return lan.machine(GAMES).find("test.tag");
    }

    @Override
    public Publisher<GameFound> createFailedPublisher() {
        return new LanSearch(new NoSockets(), () -> new Search("", () -> 1, new Tally()));
    }

    // It goes on for ever; the elements of one question suffice for every test.
    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }

    private static final class NoSockets implements LanSockets {
        @Override
        public Single<LanLink> ask(LanLink.Receiver receiver) {
            return Single.error(new TransportException(DisconnectReason.TRANSPORT_FAILED, "no network"));
        }

        @Override
        public Single<LanLink> answer(InetSocketAddress game, LanLink.Receiver receiver) {
            return ask(receiver);
        }

        @Override
        public void close() {}
    }
}
