package goldrush;

import io.rxgase.server.Backend;
import io.rxgase.transport.NetworkAddresses;

/** Runs the game for everybody, until Ctrl-C. */
public final class GoldRushServer {
    private GoldRushServer() {}

    public static void main(String... args) {
        Backend<GoldRush> backend = Backend.of(GoldRush.RULES, GoldRush.START).start("0.0.0.0", 8080);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            backend.close();
            backend.closed().blockingAwait();
        }));
        NetworkAddresses.toTell(backend.localAddress())
                .forEach(address -> System.out.println("join at " + NetworkAddresses.text(address)));
        backend.clients().blockingSubscribe(System.out::println);
    }
}
