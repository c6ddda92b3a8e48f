package io.rxgase.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedLoopsTest {
    @Test
    void shouldBeTheSameForAllAndEndWithTheLast() throws Exception {
        SharedLoops first = SharedLoops.acquire();
        SharedLoops second = SharedLoops.acquire();

        assertThat(second).isSameAs(first);
        assertThat(first.release()).isFalse();
        assertThat(SharedLoops.acquire()).isSameAs(first);
        assertThat(first.release()).isFalse();
        assertThat(first.release()).isTrue();

        SharedLoops later = SharedLoops.acquire();
        assertThat(later).isNotSameAs(first);
        first.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        assertThat(later.release()).isTrue();
        later.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldBeOthersOnceOneOfThemIsLost() throws Exception {
        SharedLoops broken = SharedLoops.acquire();
        broken.loops().next().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();

        SharedLoops whole = SharedLoops.acquire();

        assertThat(whole).isNotSameAs(broken);
        assertThat(broken.release()).isTrue();
        assertThat(SharedLoops.acquire()).isSameAs(whole);
        assertThat(whole.release()).isFalse();
        assertThat(whole.release()).isTrue();
        broken.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        whole.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldBeLeftOnceHoweverOftenATransportIsClosed() {
        NettyTransport one = NettyTransport.shared();
        NettyTransport other = NettyTransport.shared();
        SharedLoops loops = SharedLoops.acquire();

        one.close().blockingAwait();
        one.close().blockingAwait();
        other.close().blockingAwait();

        assertThat(loops.loops().isShuttingDown()).isFalse();
        NettyTransport last = NettyTransport.shared();
        assertThat(loops.release()).isFalse();
        last.close().blockingAwait();
        assertThat(loops.loops().isTerminated()).isTrue();
    }
}
