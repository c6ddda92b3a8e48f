package io.rxgase.transport.discovery;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A local network in memory, on any scheduler: what is sent to all reaches every link that answers. */
final class VirtualLan {
    private final Scheduler scheduler;
    private final List<Link> answering = new ArrayList<>();
    private final List<Link> asking = new ArrayList<>();

    /** How long a datagram is under way, in nanoseconds. */
    long delayNanos = 1_000_000;

    /** Whether datagrams get lost. */
    boolean broken;

    int datagrams;
    private int hosts;

    VirtualLan(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** One machine's discovery; its addresses are 10.0.0.1, 10.0.0.2 and so on. */
    LanDiscovery machine(long seed) {
        AtomicLong numbers = new AtomicLong(seed << 32);
        return new LanDiscovery(new Sockets(++hosts), numbers::incrementAndGet);
    }

    int openLinks() {
        return answering.size() + asking.size();
    }

    private final class Sockets implements LanSockets {
        private final int host;
        private final List<Link> own = new ArrayList<>();

        Sockets(int host) {
            this.host = host;
        }

        @Override
        public synchronized Single<LanLink> ask(LanLink.Receiver receiver) {
            return Single.fromCallable(() -> open(receiver, 40_000 + openLinks(), asking));
        }

        @Override
        public synchronized Single<LanLink> answer(InetSocketAddress game, LanLink.Receiver receiver) {
            return Single.fromCallable(() -> open(receiver, LanDiscovery.PORT, answering));
        }

        private synchronized Link open(LanLink.Receiver receiver, int port, List<Link> among) {
            Link link = new Link(new InetSocketAddress("10.0.0." + host, port), receiver, among);
            own.add(link);
            return link;
        }

        @Override
        public void close() {
            own.forEach(link -> {
                link.close();
                link.receiver.closed();
            });
        }
    }

    private final class Link implements LanLink {
        private final InetSocketAddress address;
        private final Receiver receiver;
        private final List<Link> among;
        private final Scheduler.Worker worker = scheduler.createWorker();

        Link(InetSocketAddress address, Receiver receiver, List<Link> among) {
            this.address = address;
            this.receiver = receiver;
            this.among = among;
            synchronized (VirtualLan.this) {
                among.add(this);
            }
        }

        @Override
        public long nanos() {
            return scheduler.now(TimeUnit.NANOSECONDS);
        }

        @Override
        public void execute(Runnable task) {
            Disposable unused = worker.schedule(task);
        }

        @Override
        public Disposable schedule(long nanos, Runnable task) {
            return worker.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void sendToAll(DiscoveryPacket packet) {
            List<Link> all;
            synchronized (VirtualLan.this) {
                all = List.copyOf(answering);
            }
            all.forEach(link -> carry(link, packet));
        }

        @Override
        public void send(InetSocketAddress to, DiscoveryPacket packet) {
            List<Link> all;
            synchronized (VirtualLan.this) {
                all = List.copyOf(asking);
            }
            all.stream().filter(link -> link.address.equals(to)).forEach(link -> carry(link, packet));
        }

        private void carry(Link to, DiscoveryPacket packet) {
            ByteBuffer datagram = packet.encoded();
            datagrams++;
            if (!broken) {
                Disposable unused = to.worker.schedule(
                        () -> to.arrive(address, DiscoveryPacket.decode(datagram)), delayNanos, TimeUnit.NANOSECONDS);
            }
        }

        private void arrive(InetSocketAddress from, DiscoveryPacket packet) {
            boolean open;
            synchronized (VirtualLan.this) {
                open = among.contains(this);
            }
            if (open) {
                receiver.receive(this, from, packet);
            }
        }

        @Override
        public void close() {
            synchronized (VirtualLan.this) {
                among.remove(this);
            }
        }
    }
}
