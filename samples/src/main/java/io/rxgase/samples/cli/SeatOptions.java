package io.rxgase.samples.cli;

import io.rxgase.samples.tag.view.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How somebody wants to sit: looking at what, and behind which network. */
final class SeatOptions {
    @Option(
            names = "--view",
            defaultValue = "auto",
            description = "How to show it: window, terminal, none, or auto, which is a window if possible. Default:"
                    + " ${DEFAULT-VALUE}.")
    private ViewChoice view = ViewChoice.AUTO;

    @Option(
            names = "--network",
            description = "Make the network worse: perfect, lan, wifi, cellular, satellite or awful. Can be changed"
                    + " while you play: with the slider in the window, with the keys 1 to 6 on a terminal.")
    private @Nullable Network network;

    ViewChoice view() {
        return view;
    }

    /** The network to begin with, null for the one that is there. */
    @Nullable
    Network network() {
        return network;
    }
}
