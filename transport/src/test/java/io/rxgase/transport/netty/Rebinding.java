package io.rxgase.transport.netty;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A path from one client to a server that can give the client another port at any time, as a NAT does. */
final class Rebinding implements AutoCloseable {
    private final DatagramSocket front = new DatagramSocket(anyPort());
    private final InetSocketAddress server;
    private DatagramSocket back;
    private volatile SocketAddress client;

    Rebinding(InetSocketAddress server) throws IOException {
        this.server = server;
        rebind();
        start(() -> {
            DatagramPacket packet = receive(front);
            client = packet.getSocketAddress();
            packet.setSocketAddress(this.server);
            toServer(packet);
        });
    }

    /** Not while the port changes: a socket that is closed at that moment would end the thread that sends. */
    private synchronized void toServer(DatagramPacket packet) throws IOException {
        back.send(packet);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) front.getLocalSocketAddress();
    }

    /** From now on the client's datagrams come from a new port, and what is sent to the old one is lost. */
    synchronized void rebind() throws IOException {
        DatagramSocket before = back;
        DatagramSocket next = new DatagramSocket(anyPort());
        back = next;
        if (before != null) {
            before.close();
        }
        start(() -> {
            DatagramPacket packet = receive(next);
            packet.setSocketAddress(client);
            front.send(packet);
        });
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return packet;
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            step.run();
                        }
                    } catch (IOException closed) {
                        // the socket was closed: the path has changed, or the test is over
                    }
                },
                "rebinding");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() {
        front.close();
        back.close();
    }
}
