package io.rxgase.core.event;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * To whom an event goes.
 *
 * <pre>{@code
 * boolean heard = Audience.allBut(sender).includes(sender);               // false
 * Audience team = Audience.group(List.of(new ClientId(1), new ClientId(2)));
 * }</pre>
 *
 * <p>Clients only: {@link ClientId#BACKEND} is in no audience but a {@link One} or a {@link Group} that names it.
 */
public sealed interface Audience {
    /**
     * Tells who gets the event, of those who are connected.
     *
     * @param client a client, or the backend
     * @return whether the event goes to that client
     */
    boolean includes(ClientId client);

    /**
     * Only one client.
     *
     * @param client that client; or {@link ClientId#BACKEND} for a request to the backend's own code
     * @return the audience
     */
    static Audience one(ClientId client) {
        return new One(client);
    }

    /**
     * Every connected client.
     *
     * @return the audience
     */
    static Audience all() {
        return new All();
    }

    /**
     * Every connected client but one.
     *
     * @param client who doesn't get it
     * @return the audience
     */
    static Audience allBut(ClientId client) {
        return new AllBut(client);
    }

    /**
     * Some clients.
     *
     * @param clients those clients, copied
     * @return the audience
     */
    static Audience group(Collection<ClientId> clients) {
        return new Group(new TreeSet<>(clients));
    }

    /**
     * Only one.
     *
     * @param client who
     */
    record One(ClientId client) implements Audience {
        /**
         * Checks for null.
         *
         * @param client who
         */
        public One {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public boolean includes(ClientId other) {
            return client.equals(other);
        }
    }

    /** Every connected client. */
    record All() implements Audience {
        @Override
        public boolean includes(ClientId client) {
            return !client.isBackend();
        }
    }

    /**
     * Every connected client but one.
     *
     * @param client who doesn't get it
     */
    record AllBut(ClientId client) implements Audience {
        /**
         * Checks for null.
         *
         * @param client who doesn't get it
         */
        public AllBut {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public boolean includes(ClientId other) {
            return !other.isBackend() && !client.equals(other);
        }
    }

    /**
     * Some clients.
     *
     * @param clients who, in ascending order, so that what is sent first doesn't depend on the run; unmodifiable
     */
    record Group(SortedSet<ClientId> clients) implements Audience {
        /**
         * Copies the clients.
         *
         * @param clients who
         */
        public Group {
            clients = Collections.unmodifiableSortedSet(new TreeSet<>(clients));
        }

        @Override
        public boolean includes(ClientId client) {
            return clients.contains(client);
        }
    }
}
