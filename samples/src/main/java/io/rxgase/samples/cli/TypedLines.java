package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a person types, line by line. Only what is there is read, so that nothing is taken from whoever reads the keys afterwards,
 * as a waiting read would.
 */
public final class TypedLines {
    private static final int LONGEST_BYTES = 4096;

    private final InputStream input;
    private StringBuilder begun = new StringBuilder();

    private TypedLines(InputStream input) {
        this.input = input;
    }

    /** The lines of this stream, looked for twenty times a second while somebody listens; never ends. For one subscriber. */
    public static Flowable<String> of(InputStream input) {
        TypedLines lines = new TypedLines(input);
        return Flowable.interval(50, TimeUnit.MILLISECONDS, Schedulers.io())
                .onBackpressureDrop()
                .concatMapIterable(turn -> lines.read());
    }

    private List<String> read() throws IOException {
        List<String> whole = new ArrayList<>();
        int there = Math.min(input.available(), LONGEST_BYTES);
        if (there <= 0) {
            return whole;
        }
        begun.append(new String(input.readNBytes(there), Charset.defaultCharset()));
        String[] parts = begun.toString().split("\\R", -1);
        whole.addAll(List.of(parts).subList(0, parts.length - 1));
        String rest = parts[parts.length - 1];
        begun = new StringBuilder(rest.length() > LONGEST_BYTES ? "" : rest);
        return whole;
    }
}
