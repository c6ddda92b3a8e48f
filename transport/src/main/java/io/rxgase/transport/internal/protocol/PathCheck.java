package io.rxgase.transport.internal.protocol;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether the peer is really at the address that packets with its connection id come from lately: a random number is sent there and
 * must come back from there (RFC 9000, 8.2). Until then everything else keeps going to the old address.
 */
final class PathCheck {
    private static final int ATTEMPTS = 3;

    private final RandomGenerator random;
    private @Nullable InetSocketAddress candidate;
    private long token;
    private int attempts;
    private boolean due;

    PathCheck(RandomGenerator random) {
        this.random = random;
    }

    /** The newest packet came from there. Returns whether that starts a check. */
    boolean start(InetSocketAddress address) {
        if (address.equals(candidate)) {
            return false;
        }
        candidate = address;
        token = random.nextLong();
        attempts = 0;
        due = true;
        return true;
    }

    /** The newest packet came from the address that is known already. */
    void abandon() {
        candidate = null;
        due = false;
    }

    boolean isDue() {
        return due;
    }

    /** Address to send the challenge to; call only if due. */
    InetSocketAddress send() {
        due = false;
        attempts++;
        if (candidate == null) {
            throw new IllegalStateException("no check is under way: ask isDue first");
        }
        return candidate;
    }

    long token() {
        return token;
    }

    /** No answer in time. Returns false if that was the last attempt. */
    boolean again() {
        due = candidate != null && attempts < ATTEMPTS;
        if (!due) {
            candidate = null;
        }
        return due;
    }

    /** Whether that is the answer that was waited for, from where it was waited for. */
    boolean isAnswer(long answer, InetSocketAddress from) {
        return candidate != null && answer == token && from.equals(candidate);
    }
}
