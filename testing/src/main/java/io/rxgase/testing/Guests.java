package io.rxgase.testing;

import io.reactivex.rxjava3.core.Single;
import io.rxgase.client.Client;
import io.rxgase.client.ClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The clients of a world, in the order of joining, and the hosts that they run on. */
final class Guests implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(30);

    private final VirtualWorld world;
    private final List<Client<?>> clients = new ArrayList<>();
    private final Map<Client<?>, String> hosts = new LinkedHashMap<>();

    Guests(VirtualWorld world) {
        this.world = world;
    }

    /** Connects clients, by the names of their hosts, all at once; virtual time passes until they are connected. */
    <S> List<Client<S>> join(Map<String, ClientBuilder<S>> builders) {
        Map<String, CompletableFuture<Client<S>>> attempts = new LinkedHashMap<>();
        builders.forEach((host, builder) -> {
            Single<Client<S>> attempt =
                    builder.transport(world.network().host(host)).connect(VirtualWorld.SERVER, VirtualWorld.PORT);
            attempts.put(host, attempt.toCompletionStage().toCompletableFuture());
        });
        world.within(
                CONNECT_WITHIN,
                builders.keySet() + " connect",
                () -> attempts.values().stream().allMatch(CompletableFuture::isDone));
        List<Client<S>> connected = new ArrayList<>();
        attempts.forEach((host, attempt) -> {
            Client<S> client = result(attempt);
            connected.add(client);
            clients.add(client);
            hosts.put(client, host);
        });
        return connected;
    }

    private static <T> T result(CompletableFuture<T> attempt) {
        try {
            return attempt.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
    }

    int count() {
        return clients.size();
    }

    /** The client of a number, from 1. */
    Client<?> get(int number) {
        return clients.get(number - 1);
    }

    String host(Client<?> client) {
        String host = hosts.get(client);
        if (host == null) {
            throw new IllegalArgumentException("that client has not joined this world: use one that join(…) returned");
        }
        return host;
    }

    Collection<String> hosts() {
        return hosts.values();
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
    }
}
