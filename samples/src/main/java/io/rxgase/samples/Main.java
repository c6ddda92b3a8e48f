package io.rxgase.samples;

/** Entry point of the samples. */
public final class Main {
    private Main() {}

    /**
     * Runs the sample that the arguments name.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.out.println("RxGaSe samples: nothing to play yet");
    }
}
