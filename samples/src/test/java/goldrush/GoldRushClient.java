package goldrush;

import goldrush.GoldRush.Found;
import goldrush.GoldRush.Join;
import goldrush.GoldRush.Walk;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.client.Client;
import java.nio.charset.Charset;
import java.util.Scanner;

/** Shows the game, and sends what is typed: w, a, s or d and Enter; q to leave. */
@SuppressWarnings("CheckReturnValue")
public final class GoldRushClient {
    private GoldRushClient() {}

    public static void main(String... args) {
        String host = args.length > 0 ? args[0] : "localhost";
        String name = args.length > 1 ? args[1] : "You";
        Client<GoldRush> client = Client.of(GoldRush.class).blockingConnect(host, 8080);
        CompositeDisposable shown = new CompositeDisposable(
                client.statesOn(Schedulers.single()).subscribe(game -> System.out.println(game.drawn())),
                client.events(Found.class)
                        .subscribe(found -> System.out.println(found.name() + " has " + found.gold() + " gold")));
        play(client, name, new Scanner(System.in, Charset.defaultCharset()));
        shown.dispose();
        client.close();
        client.closed().blockingAwait();
    }

    static void play(Client<GoldRush> client, String name, Scanner keys) {
        client.send(new Join(name));
        while (keys.hasNextLine()) {
            String key = keys.nextLine();
            if (key.equals("q")) {
                return;
            }
            Walk walk = switch (key) {
                case "w" -> new Walk(0, -1);
                case "a" -> new Walk(-1, 0);
                case "s" -> new Walk(0, 1);
                case "d" -> new Walk(1, 0);
                default -> new Walk(0, 0);
            };
            client.send(walk);
        }
    }
}
