package io.rxgase;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is thrown in the sweeps over code that throws: one of each class of error that a game survives. */
final class Planted {
    /** By name; each is made of its text. */
    static final Map<String, Function<String, Throwable>> SURVIVED = new LinkedHashMap<>();

    static {
        SURVIVED.put("exception", IllegalStateException::new);
        SURVIVED.put("assertion", AssertionError::new);
        SURVIVED.put("stack", StackOverflowError::new);
        SURVIVED.put("class", NoClassDefFoundError::new);
        SURVIVED.put("checked", IOException::new);
        SURVIVED.put("death", Planted::death);
        SURVIVED.put("textless", text -> new Textless());
    }

    private Planted() {}

    /** An exception that throws once more when somebody wants to log it. */
    private static final class Textless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }
    }

    @SuppressWarnings("removal") // as long as a JDK has it, RxJava takes it for fatal
    private static Throwable death(String text) {
        return new ThreadDeath() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                return text;
            }
        };
    }

    /**
     * Those for the place with this number: all with -Drxgase.sweep=long; else two in turn, one of which RxJava takes for fatal every
     * time.
     */
    static List<String> errorsFor(int place) {
        if ("long".equals(System.getProperty("rxgase.sweep"))) {
            return List.copyOf(SURVIVED.keySet());
        }
        List<String> contained = List.of("exception", "assertion", "checked", "textless");
        List<String> fatalToRx = List.of("class", "stack", "death");
        return List.of(contained.get(place % 4), fatalToRx.get(place / 4 % 3));
    }

    /** Says whether a text tells of what was planted, be it by the name of its class. */
    static boolean isIn(String text) {
        return text.contains("planted") || text.contains("Textless");
    }

    /** Throws it, checked or not. */
    @SuppressWarnings({"unchecked", "DoNotCallSuggester"}) // that is the point
    static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
