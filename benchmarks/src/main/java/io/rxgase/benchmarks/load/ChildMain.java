package io.rxgase.benchmarks.load;

import io.rxgase.benchmarks.peers.Parts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process: runs one part and obeys its parent, a line at a time. It ends with the parent, since its input ends
 * then, and in any case after the time that it was given.
 */
public final class ChildMain {
    static final String ANSWER = "@";

    private ChildMain() {}

    /**
     * Runs a part.
     *
     * @param arguments the part's name and its settings
     */
    public static void main(String[] arguments) {
        Settings settings = Settings.parse(List.of(arguments).subList(1, arguments.length));
        haltAfter(settings.integer("deadline"));
        try (Part part = Parts.named(arguments[0])) {
            serve(part, settings);
        } catch (Throwable failure) {
            failure.printStackTrace();
            answer("failed " + failure);
        }
        System.out.flush();
        // Not exit: a library's shutdown hook may wait for what a measurement leaves behind.
        Runtime.getRuntime().halt(0);
    }

    private static void serve(Part part, Settings settings) throws Exception {
        answer("ready " + part.start(settings));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ProcessCost cost = ProcessCost.now();
        long beganNanos = System.nanoTime();
        String command;
        while ((command = commands.readLine()) != null && !command.equals("close")) {
            if (command.equals("begin")) {
                cost = ProcessCost.now();
                beganNanos = System.nanoTime();
                part.begin();
                answer("begun");
            } else if (command.equals("end")) {
                Readings readings = part.end();
                double seconds = (System.nanoTime() - beganNanos) / 1e9;
                answer("ended " + readings.with(ProcessCost.now().since(cost)).with("window.seconds", seconds));
            } else {
                throw new IOException("unknown command " + command);
            }
        }
    }

    private static void answer(String line) {
        System.out.println(ANSWER + line);
        System.out.flush();
    }

    private static void haltAfter(int seconds) {
        Thread watch = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(seconds);
                    } catch (InterruptedException stopped) {
                        return;
                    }
                    answer("failed the process was ended after its " + seconds + " s");
                    Runtime.getRuntime().halt(3);
                },
                "deadline");
        watch.setDaemon(true);
        watch.start();
    }
}
