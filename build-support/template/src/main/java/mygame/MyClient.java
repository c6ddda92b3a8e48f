package mygame;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import java.util.concurrent.TimeUnit;

/** Joins the game and walks to the right; shows where everybody is. */
public final class MyClient {
    private MyClient() {}

    /** Joins and walks, a step each fifth of a second, for as long as it is subscribed to. */
    public static Completable play(Client<MyGame> client, String name) {
        return client.deliver(Event.of(new MyGame.Join(name)))
                .andThen(Flowable.interval(200, TimeUnit.MILLISECONDS)
                        .onBackpressureDrop()
                        .concatMapCompletable(turn -> client.deliver(Event.of(new MyGame.Step(1, 0)))));
    }

    public static void main(String... args) {
        String host = args.length > 0 ? args[0] : "localhost";
        String name = args.length > 1 ? args[1] : "You";
        Client<MyGame> client = Client.of(MyGame.class).blockingConnect(host, MyServer.PORT);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            client.close();
            client.closed().blockingAwait();
        }));
        client.states()
                .map(MyGame::walkers)
                .distinctUntilChanged()
                .mergeWith(play(client, name))
                .blockingSubscribe(System.out::println);
    }
}
