package io.rxgase.sync.internal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers for the text keys of a table, so that who holds an entry is told its key in three bytes instead of by its name. A key's number is
 * made from the key itself, so a receiver finds it among the keys that it holds, whichever those are, and there is nothing
 * to agree on or to lose. Keys that share a number, one in fifty of ten thousand, go by name.
 *
 * <pre>{@code
 * KeyNumbers numbers = new KeyNumbers();
 * numbers.learn("unit 7");
 * byte[] chunk = SyncFrameWriter.chunk(table, changes, numbers);
 * }</pre>
 *
 * <p>The writer has to {@link #learn} every key that any receiver may hold in the table. One thread learns, any thread writes.
 */
public final class KeyNumbers {
    /** How many keys are learned; later ones are not, and go by name. */
    public static final int MOST_KEYS = 65_536;

    /** Bits of a number: with an entry's kind and step it takes three bytes. */
    private static final int BITS = 19;

    /** The golden ratio's bits (Knuth, The Art of Computer Programming, volume 3, 6.4): names that end alike get numbers apart. */
    private static final int MULTIPLIER = 0x9e3779b1;

    private final Map<Integer, String> keys = new ConcurrentHashMap<>();
    private final Set<Integer> shared = ConcurrentHashMap.newKeySet();

    /** Knows no keys. */
    public KeyNumbers() {}

    static int of(String key) {
        return (key.hashCode() * MULTIPLIER) >>> (Integer.SIZE - BITS);
    }

    /**
     * A key that receivers may come to hold.
     *
     * @param key of any type; only texts have numbers
     */
    public void learn(Object key) {
        if (key instanceof String text) {
            String first = isFull() ? keys.get(of(text)) : keys.putIfAbsent(of(text), text);
            if (first != null && !first.equals(text)) {
                shared.add(of(text));
            }
        }
    }

    /**
     * Tells whether no more keys are learned. Then it has to be replaced as a whole, and not be used until no receiver holds a
     * key that the new one has not learned.
     *
     * @return whether it has {@link #MOST_KEYS} keys
     */
    public boolean isFull() {
        return keys.size() >= MOST_KEYS;
    }

    /** The step of an entry with that key; 0 if it goes by name. */
    long step(Object key) {
        if (!(key instanceof String text)) {
            return 0;
        }
        int number = of(text);
        return text.equals(keys.get(number)) && !shared.contains(number) ? number + 1L : 0;
    }
}
