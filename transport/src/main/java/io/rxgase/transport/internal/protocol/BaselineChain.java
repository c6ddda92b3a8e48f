package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;

/**
 * From which version the next difference starts. Safe is what the peer has said that it holds, which is a round trip and the delay of
 * an acknowledgement old. On a link that loses nothing the difference starts from what was sent last instead: it is smaller,
 * the same for all peers that are at the same version, and nobody needs to hear soon that it arrived.
 *
 * <p>If one is lost after all, the peer says that it lacks a base, and gets a difference from what it holds a round trip later. So a
 * link has to show that this is rare: by states in succession, all of which arrived.
 *
 * <p>A large state is sent again until all of it has arrived. The next one starts from it on any link: a difference to what was before
 * would be as large once more.
 */
final class BaselineChain {
    /** So many states in succession have arrived; after one loss in a hundred, three of four links are safe ones again. */
    static final int CLEAN_STATES = 128;

    /** So many states may have left since what the peer is known to hold; it keeps more than that of what it held. */
    static final int MAX_UNCONFIRMED = 48;

    private int clean;
    private int unconfirmed;
    private long last = StateSource.NONE;
    private long relied = StateSource.NONE;

    /** A packet with a state, or a part of one, arrived in time. */
    void arrived() {
        clean = Math.min(clean + 1, CLEAN_STATES);
    }

    /** A packet with a state was lost. */
    void broken() {
        clean = 0;
        last = StateSource.NONE;
    }

    /** What the peer does not say to hold is of no use to it. */
    void missed() {
        broken();
        relied = StateSource.NONE;
    }

    /** The peer holds something newer than before. */
    void confirmed() {
        unconfirmed = 0;
    }

    /** A state begins to leave; {@code relied}: it is large, and will be sent until it has arrived. */
    void sent(long version, boolean isRelied) {
        unconfirmed++;
        last = version;
        if (isRelied) {
            relied = version;
        }
    }

    /**
     * The base of the next difference.
     *
     * @param held what the peer is known to hold
     * @return that, or a newer version that is under way to it
     */
    long base(long held) {
        boolean isTrusted = clean == CLEAN_STATES && unconfirmed < MAX_UNCONFIRMED;
        return isTrusted && held != StateSource.NONE && last > held ? last : safe(held);
    }

    /** The base of a difference that is to arrive whatever was lost. */
    long safe(long held) {
        return Math.max(held, relied);
    }

    /** Whether the peer's answer to the next state has time: there is trust, and not much unconfirmed. */
    boolean isRelaxed(long held) {
        return clean == CLEAN_STATES && unconfirmed < MAX_UNCONFIRMED * 2 / 3 && held != StateSource.NONE;
    }
}
