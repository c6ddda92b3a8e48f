package io.rxgase.transport.discovery;

import io.reactivex.rxjava3.core.CompletableEmitter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.rxgase.transport.internal.guard.Guard;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Pumps one announcer: datagrams to it, answers to the link. */
final class Hosting implements LanLink.Receiver {
    private static final Guard GUARD = new Guard(LoggerFactory.getLogger(Hosting.class));
    private static final String OBSERVER = "an observer of announce()";

    private final Announcer announcer;
    private final CompletableEmitter emitter;
    private final CompositeDisposable sources = new CompositeDisposable();

    private @Nullable LanLink link;
    private boolean ended;

    Hosting(Announcer announcer, CompletableEmitter emitter) {
        this.announcer = announcer;
        this.emitter = emitter;
    }

    void start(Single<LanLink> opening, Flowable<Announcement> announcements) {
        // Not disposed of: a link that opens too late must be closed.
        var unused = opening.subscribe(this::opened, this::failed);
        try {
            sources.add(announcements.subscribe(announcer::say, this::failed));
        } catch (Throwable thrown) {
            failed(thrown);
        }
    }

    private void failed(Throwable error) {
        GUARD.call(OBSERVER, () -> emitter.tryOnError(error));
    }

    private synchronized void opened(LanLink value) {
        link = value;
        if (ended) {
            value.execute(value::close);
        }
    }

    /** Says farewell; any thread, again and again. */
    synchronized void end() {
        sources.dispose();
        LanLink open = link;
        if (!ended && open != null) {
            open.execute(() -> {
                announcer.farewells().forEach(open::send);
                open.close();
            });
        }
        ended = true;
    }

    @Override
    public void receive(LanLink over, InetSocketAddress from, DiscoveryPacket packet) {
        DiscoveryPacket answer = announcer.receive(over.nanos(), from, packet);
        if (answer != null) {
            over.send(from, answer);
        }
    }

    @Override
    public void closed() {
        GUARD.call(OBSERVER, emitter::onComplete);
    }
}
