package io.rxgase.transport;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A server's answer to a client that wants in. Called on the event loop after the client's address was verified: must
 * not block.
 *
 * <pre>{@code
 * Admission byTicket = (address, hello) ->
 *         tickets.contains(new String(hello, UTF_8)) ? Decision.admit() : Decision.refuse("no such ticket");
 * }</pre>
 */
@FunctionalInterface
public interface Admission {
    /**
     * Decides. Whatever it throws counts as a refusal whose text is that the admission failed; the log has it with its stack.
     *
     * @param address the client's verified address
     * @param hello the application data of its connection request, at most {@link TransportOptions#MAX_HELLO_BYTES}
     *     bytes; untrusted
     * @return whether it may come in
     */
    Decision decide(InetSocketAddress address, byte[] hello);

    /**
     * Lets everybody in.
     *
     * @return an admission that never refuses
     */
    static Admission all() {
        return (address, hello) -> Decision.admit();
    }

    /**
     * The answer.
     *
     * @param admitted whether the client may come in
     * @param detail the text that a refused client is shown
     * @param maxBytesPerSecond what is sent to an admitted client at most, at least 1200; the lower of this and
     *     {@link TransportOptions#maxBytesPerSecond()} holds
     * @param greeting application data that an admitted client gets with its welcome, at most {@link #MAX_GREETING_BYTES} bytes,
     *     not copied; its {@link Connection#hello()}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Decision(boolean admitted, String detail, long maxBytesPerSecond, byte[] greeting) {
        /** Upper bound of the application data in a welcome. */
        public static final int MAX_GREETING_BYTES = 512;

        private static final byte[] NO_GREETING = {};

        /**
         * Checks the ranges.
         *
         * @param admitted whether the client may come in
         * @param detail the text that a refused client is shown
         * @param maxBytesPerSecond what is sent to an admitted client at most
         * @param greeting application data for the client
         */
        public Decision {
            Objects.requireNonNull(detail, "detail");
            if (greeting.length > MAX_GREETING_BYTES) {
                throw new IllegalArgumentException("greeting of " + greeting.length + " bytes is too long: use at most "
                        + MAX_GREETING_BYTES + ", and send the rest as a message");
            }
            if (maxBytesPerSecond < 1200) {
                throw new IllegalArgumentException(
                        "maxBytesPerSecond " + maxBytesPerSecond + " is out of range: use at least 1200");
            }
        }

        /**
         * Come in.
         *
         * @return the admitting answer
         */
        public static Decision admit() {
            return new Decision(true, "", Long.MAX_VALUE, NO_GREETING);
        }

        /**
         * Come in, at a limited rate.
         *
         * @param maxBytesPerSecond what is sent to this client at most, at least 1200
         * @return the admitting answer
         */
        public static Decision limit(long maxBytesPerSecond) {
            return new Decision(true, "", maxBytesPerSecond, NO_GREETING);
        }

        /**
         * Stay out.
         *
         * @param detail a sentence for people, which the client's {@link TransportException} shows
         * @return the refusing answer
         */
        public static Decision refuse(String detail) {
            return new Decision(false, detail, Long.MAX_VALUE, NO_GREETING);
        }

        /**
         * The same answer with application data for the client in its welcome. Servers of games use it themselves, to say what
         * their states are made of. Not every dialect has a place for it.
         *
         * @param value at most {@link #MAX_GREETING_BYTES} bytes, not copied
         * @return the answer with it
         */
        public Decision withGreeting(byte[] value) {
            return new Decision(admitted, detail, maxBytesPerSecond, value);
        }
    }
}
