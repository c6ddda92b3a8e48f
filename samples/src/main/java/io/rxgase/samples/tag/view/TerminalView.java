package io.rxgase.samples.tag.view;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.loop.Timebase;
import io.rxgase.samples.tag.Pilot;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The game in characters. On a terminal it draws over itself with ANSI sequences and gives the screen back
 * afterwards, and its keys move a player; into a file or a pipe it writes one picture a second.
 */
public final class TerminalView implements View {
    // ECMA-48, and xterm's alternate screen: what was on the screen comes back when the game is over.
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K\r\n";

    /** Erases what somebody else may have written below, such as a log. */
    private static final String END_OF_PICTURE = "\u001b[K\u001b[J";

    private final Timebase timebase = Timebase.live();
    private final PrintWriter out;
    private final boolean terminal;
    private final TextScene text;
    private final CompletableSubject left = CompletableSubject.create();
    private final Keys keys = new Keys();
    private final PublishProcessor<Network> network = PublishProcessor.create();
    private final Optional<TerminalKeys> input;

    private boolean closed;

    private TerminalView(PrintWriter out, boolean terminal, boolean readKeys) {
        this.out = out;
        this.terminal = terminal;
        this.text = new TextScene(terminal);
        this.input = readKeys ? TerminalKeys.open(keys, network, left) : Optional.empty();
        if (terminal) {
            out.print(ENTER);
            out.flush();
        }
    }

    /** A view that draws over itself on a terminal, which understands ANSI sequences, and reads its keys. */
    public static TerminalView onTerminal(PrintWriter out) {
        return new TerminalView(out, true, true);
    }

    /** The same without keys, for those that have no terminal but want to see what one would show. */
    static TerminalView onScreen(PrintWriter out) {
        return new TerminalView(out, true, false);
    }

    /** A view that writes one picture a second, without any control characters. */
    public static TerminalView inLines(PrintWriter out) {
        return new TerminalView(out, false, false);
    }

    @Override
    public Timebase timebase() {
        return timebase;
    }

    @Override
    public Duration frame() {
        return terminal ? Duration.ofMillis(50) : Duration.ofSeconds(1);
    }

    @Override
    public Flowable<Network> network() {
        return network.onBackpressureLatest();
    }

    // Synchronized with close, so that no picture comes after the screen was given back.
    @Override
    public synchronized void draw(Scene scene) {
        if (closed) {
            return;
        }
        List<String> lines = text.draw(scene);
        if (terminal) {
            out.print(HOME + String.join(END_OF_LINE, lines) + END_OF_PICTURE);
        } else {
            lines.forEach(out::println);
            out.println();
        }
        out.flush();
    }

    @Override
    public Optional<Pilot> keys() {
        return input.map(open -> keys);
    }

    @Override
    public Completable left() {
        return left;
    }

    @Override
    public synchronized void close() {
        closed = true;
        timebase.close();
        input.ifPresent(TerminalKeys::close);
        if (terminal) {
            out.print(LEAVE);
            out.flush();
        }
    }
}
