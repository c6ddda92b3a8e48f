package io.rxgase.transport;

import java.net.InetSocketAddress;

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
     * Decides. An exception counts as a refusal, without a text.
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
     */
    record Decision(boolean admitted, String detail, long maxBytesPerSecond) {
        /**
         * Checks the range.
         *
         * @param admitted whether the client may come in
         * @param detail the text that a refused client is shown
         * @param maxBytesPerSecond what is sent to an admitted client at most
         */
        public Decision {
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
            return new Decision(true, "", Long.MAX_VALUE);
        }

        /**
         * Come in, at a limited rate.
         *
         * @param maxBytesPerSecond what is sent to this client at most, at least 1200
         * @return the admitting answer
         */
        public static Decision limit(long maxBytesPerSecond) {
            return new Decision(true, "", maxBytesPerSecond);
        }

        /**
         * Stay out.
         *
         * @param detail a sentence for people, which the client's {@link TransportException} shows
         * @return the refusing answer
         */
        public static Decision refuse(String detail) {
            return new Decision(false, detail, Long.MAX_VALUE);
        }
    }
}
