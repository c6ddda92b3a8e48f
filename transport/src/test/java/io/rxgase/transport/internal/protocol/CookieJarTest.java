package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CookieJarTest {
    private static final InetSocketAddress CLIENT = TestPair.address(1, 4000);
    private static final long NOW = 77 * TestPair.SECOND;

    private final CookieJar jar = new CookieJar(new SplittableRandom(1));
    private final byte[] cookie = jar.bake(NOW, CLIENT, 5);

    @Test
    void shouldAcceptItsOwnCookieUntilItExpires() {
        long lifetime = CookieJar.LIFETIME_MILLIS * TestPair.MILLI;
        assertThat(accepts(NOW, CLIENT, 5)).isTrue();
        assertThat(accepts(NOW + lifetime, CLIENT, 5)).isTrue();
        assertThat(accepts(NOW + lifetime + TestPair.MILLI, CLIENT, 5)).isFalse();
    }

    @Test
    void shouldRefuseTheCookieOfAnotherAddressPortOrClient() {
        assertThat(accepts(NOW, TestPair.address(2, 4000), 5)).isFalse();
        assertThat(accepts(NOW, TestPair.address(1, 4001), 5)).isFalse();
        assertThat(accepts(NOW, CLIENT, 6)).isFalse();
    }

    @Test
    void shouldRefuseACookieWithAnyBitChangedOrFromAnotherKey() {
        for (int bit = 0; bit < 8 * cookie.length; bit++) {
            cookie[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(accepts(NOW, CLIENT, 5)).as("bit " + bit).isFalse();
            cookie[bit / 8] ^= (byte) (1 << bit % 8);
        }
        CookieJar other = new CookieJar(new SplittableRandom(2));
        other.bake(NOW, CLIENT, 5);
        assertThat(other.accepts(ByteBuffer.wrap(cookie), NOW, CLIENT, 5)).isFalse();
    }

    private boolean accepts(long nowNanos, InetSocketAddress client, long clientId) {
        return jar.accepts(ByteBuffer.wrap(cookie), nowNanos, client, clientId);
    }

    @Test
    void shouldHashAsTheAuthorsOfSipHashDo() {
        // Appendix A of the paper: key and input are 00 01 02 …, the input is 15 bytes long.
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        byte[] input = new byte[15];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) i;
        }
        assertThat(hash.hash(input, 15)).isEqualTo(0xa129ca6149be45e5L);
    }
}
