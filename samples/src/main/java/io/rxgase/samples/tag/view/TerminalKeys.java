package io.rxgase.samples.tag.view;

import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The keys of a Unix terminal, one by one: arrows or WASD set the direction, space stops, q leaves,
 * the digits from 1 make the network worse. A terminal tells
 * when a key goes down but not when it comes up, so a player runs on until another key. Java knows no such mode: it
 * is switched on and off by the {@code stty} command of POSIX.
 */
final class TerminalKeys implements AutoCloseable {
    private static final String TERMINAL = "/dev/tty";

    /** A read waits at most a tenth of a second, so that the thread can be ended. */
    private static final String ONE_BY_ONE = "-icanon -echo min 0 time 1";

    private static final int ESCAPE = 27;

    private final String before;
    private final InputStream input;
    private final Keys keys;
    private final PublishProcessor<Network> network;
    private final CompletableSubject left;
    private final Thread reader = new Thread(this::read, "terminal-keys");
    private volatile boolean closed;

    private TerminalKeys(
            String before, InputStream input, Keys keys, PublishProcessor<Network> network, CompletableSubject left) {
        this.before = before;
        this.input = input;
        this.keys = keys;
        this.network = network;
        this.left = left;
    }

    /** Takes the keys over; empty where that is not possible. */
    static Optional<TerminalKeys> open(Keys keys, PublishProcessor<Network> network, CompletableSubject left) {
        try {
            String before = stty("-g");
            InputStream input = new FileInputStream(TERMINAL);
            stty(ONE_BY_ONE);
            TerminalKeys opened = new TerminalKeys(before, input, keys, network, left);
            opened.reader.setDaemon(true);
            opened.reader.start();
            return Optional.of(opened);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Gives the keys back. */
    @Override
    public void close() {
        closed = true;
        try {
            reader.join(1000);
            input.close();
            stty(before);
        } catch (IOException e) {
            // The terminal is gone: there is nothing to give back.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            while (!closed) {
                int key = input.read();
                if (key == ESCAPE) {
                    // An arrow is ESC [ A to D, or ESC O A to D (ECMA-48, 5.4; VT100).
                    key = input.read() < 0 ? 'q' : arrow(input.read());
                }
                pressed(Character.toLowerCase(key));
            }
        } catch (IOException e) {
            left.onComplete();
        }
    }

    private static int arrow(int last) {
        return switch (last) {
            case 'A' -> 'w';
            case 'B' -> 's';
            case 'C' -> 'd';
            case 'D' -> 'a';
            default -> -1;
        };
    }

    private void pressed(int key) {
        switch (key) {
            case 'w' -> keys.steer(0, -1);
            case 's' -> keys.steer(0, 1);
            case 'a' -> keys.steer(-1, 0);
            case 'd' -> keys.steer(1, 0);
            case ' ' -> keys.steer(0, 0);
            case 'q' -> left.onComplete();
            default -> {
                int worse = key - '1';
                if (worse >= 0 && worse < Network.CHOICES.size()) {
                    network.onNext(Network.CHOICES.get(worse));
                }
            }
        }
    }

    private static String stty(String settings) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "stty " + settings + " < " + TERMINAL)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!process.waitFor(2, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("no terminal");
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
