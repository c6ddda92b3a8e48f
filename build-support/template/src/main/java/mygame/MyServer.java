package mygame;

import io.rxgase.server.Backend;
import io.rxgase.transport.NetworkAddresses;

/** Runs the game for everybody, until Ctrl-C. */
public final class MyServer {
    static final int PORT = 8080;

    private MyServer() {}

    /** Opens the port, 0 for a free one, and starts the game. */
    public static Backend<MyGame> start(String host, int port) {
        return Backend.of(MyGame.RULES, MyGame.START).start(host, port);
    }

    public static void main(String... args) {
        Backend<MyGame> backend = start("0.0.0.0", PORT);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            backend.close();
            backend.closed().blockingAwait();
        }));
        NetworkAddresses.toTell(backend.localAddress())
                .forEach(address -> System.out.println("join at " + NetworkAddresses.text(address)));
        backend.clients().blockingSubscribe(System.out::println);
    }
}
