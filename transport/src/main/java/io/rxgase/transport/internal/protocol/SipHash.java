package io.rxgase.transport.internal.protocol;

/**
 * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): a keyed 64-bit hash, strong enough to make
 * cookies that nobody without the key can forge, cheap enough to make one for every hello of a flood. Not thread-safe.
 *
 * <pre>{@code
 * SipHash keyed = new SipHash(random.nextLong(), random.nextLong());
 * long cookie = keyed.hash(bytes, bytes.length);
 * }</pre>
 */
public final class SipHash {
    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /**
     * A hash under a key, which whoever must not forge it must not know.
     *
     * @param key0 its first half
     * @param key1 its second half
     */
    public SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /**
     * Hashes the beginning of an array.
     *
     * @param input what to hash
     * @param length how many of its bytes, from the first one on
     * @return 64 bits
     */
    public long hash(byte[] input, int length) {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        int whole = length & ~7;
        for (int i = 0; i < whole; i += 8) {
            compress(littleEndian(input, i, 8));
        }
        compress(littleEndian(input, whole, length - whole) | (long) length << 56);
        v2 ^= 0xff;
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }

    private static long littleEndian(byte[] input, int from, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (input[from + i] & 0xffL) << (8 * i);
        }
        return word;
    }
}
