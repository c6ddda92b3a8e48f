package io.rxgase.testkit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Subscribers that come, ask, leave, throw, and do such things within their own calls, in an order that a seed determines. A hub that
 * serves them must go on serving those who only listen.
 *
 * <pre>{@code
 * TestSubscriber<Integer> listener = hub.test();
 * SubscriberCrowd<Integer> crowd = new SubscriberCrowd<>(seed, hub);
 * for (int i = 0; i < 400; i++) {
 *     crowd.act();
 *     hub.publish(i);
 * }
 * crowd.leave();
 * crowd.check();
 * listener.assertValueCount(400);
 * }</pre>
 *
 * <p>One thread at a time.
 *
 * @param <T> the elements
 */
public final class SubscriberCrowd<T> {
    private static final int MOST_PRESENT = 24;
    private static final int MOST_ASKED = 20;

    private enum Manner {
        LISTENS,
        ASKS_FOR_MORE,
        LEAVES,
        THROWS,
        BRINGS_ANOTHER,
        SENDS_ANOTHER_AWAY,
        ASKS_FOR_ANOTHER,
        THROWS_AT_THE_END
    }

    private final long seed;
    private final Random random;
    private final Publisher<? extends T> publisher;
    private final List<Member> present = new ArrayList<>();
    private final List<T> received = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<Manner> acted = EnumSet.noneOf(Manner.class);
    private int thrown;
    private boolean closed;

    /**
     * Nobody yet.
     *
     * @param seed determines who comes and what they do
     * @param publisher what they subscribe to
     */
    public SubscriberCrowd(long seed, Publisher<? extends T> publisher) {
        this.seed = seed;
        this.random = new Random(seed);
        this.publisher = Objects.requireNonNull(publisher, "publisher");
    }

    /** Somebody comes, asks, or leaves. */
    public void act() {
        switch (random.nextInt(4)) {
            case 0 -> come();
            case 1 -> leave(somebody());
            default -> ask(somebody(), 1 + random.nextInt(MOST_ASKED));
        }
    }

    /** All leave, and nobody comes any more. */
    public void leave() {
        closed = true;
        List.copyOf(present).forEach(this::leave);
    }

    /**
     * What all of them have got.
     *
     * @return elements in the order of their arrival, of everybody together
     */
    public List<T> received() {
        return List.copyOf(received);
    }

    /**
     * How often they threw.
     *
     * @return a count
     */
    public int thrown() {
        return thrown;
    }

    /**
     * Looks at what they were given.
     *
     * @throws AssertionError if somebody got more than asked for, or anything after an end of theirs; it says how to replay
     */
    public void check() {
        if (!violations.isEmpty()) {
            throw new AssertionError(violations + ", replay with -Dseed=" + seed);
        }
    }

    /**
     * Whether everything that members can do within their calls was done.
     *
     * @return false if a longer run is needed to mean something
     */
    public boolean hasTriedEverything() {
        return acted.containsAll(EnumSet.complementOf(EnumSet.of(Manner.THROWS_AT_THE_END)));
    }

    private void come() {
        if (!closed && present.size() < MOST_PRESENT) {
            Manner[] manners = Manner.values();
            Member newcomer = new Member(manners[random.nextInt(manners.length)]);
            present.add(newcomer);
            harmless(() -> publisher.subscribe(newcomer));
            ask(newcomer, 1 + random.nextInt(MOST_ASKED));
        }
    }

    private @Nullable Member somebody() {
        return present.isEmpty() ? null : present.get(random.nextInt(present.size()));
    }

    private void ask(@Nullable Member member, int elements) {
        Subscription subscription = member == null ? null : member.subscription;
        if (member != null && subscription != null) {
            member.open += elements;
            harmless(() -> subscription.request(elements));
        }
    }

    private void leave(@Nullable Member member) {
        Subscription subscription = member == null ? null : member.subscription;
        present.remove(member);
        if (subscription != null) {
            harmless(subscription::cancel);
        }
    }

    /** What a member throws at whoever calls it within our own call is not the hub's. */
    private static void harmless(Runnable call) {
        try {
            call.run();
        } catch (Planted | StackOverflowError | NoClassDefFoundError | AssertionError planted) {
            if (!isPlanted(planted)) {
                throw planted;
            }
        }
    }

    private static boolean isPlanted(Throwable thrown) {
        return Planted.TEXT.equals(thrown.getMessage());
    }

    private void fail() {
        thrown++;
        switch (random.nextInt(4)) {
            case 0 -> throw new Planted();
            case 1 -> throw new NoClassDefFoundError(Planted.TEXT);
            case 2 -> throw new StackOverflowError(Planted.TEXT);
            default -> throw new AssertionError(Planted.TEXT);
        }
    }

    private static final class Planted extends RuntimeException {
        static final String TEXT = "thrown by the crowd";
        private static final long serialVersionUID = 1L;

        Planted() {
            super(TEXT);
        }
    }

    private final class Member implements Subscriber<T> {
        private final Manner manner;
        private @Nullable Subscription subscription;
        private long open;
        private boolean over;

        Member(Manner manner) {
            this.manner = manner;
        }

        @Override
        public void onSubscribe(Subscription given) {
            if (subscription != null) {
                violations.add("a second subscription");
            }
            subscription = given;
        }

        @Override
        public void onNext(T element) {
            received.add(element);
            if (over) {
                violations.add(element + " after the end of one that " + manner);
            }
            if (--open < 0) {
                violations.add(element + " was not asked for by one that " + manner);
            }
            acted.add(manner);
            switch (manner) {
                case ASKS_FOR_MORE -> ask(this, 2);
                case LEAVES -> leave(this);
                case THROWS -> {
                    end();
                    fail();
                }
                case BRINGS_ANOTHER -> come();
                case SENDS_ANOTHER_AWAY -> leave(somebody());
                case ASKS_FOR_ANOTHER -> ask(somebody(), 1);
                default -> {}
            }
        }

        @Override
        public void onError(Throwable error) {
            ended();
        }

        @Override
        public void onComplete() {
            ended();
        }

        private void ended() {
            if (over) {
                violations.add("a second end of one that " + manner);
            }
            end();
            if (manner == Manner.THROWS_AT_THE_END) {
                fail();
            }
        }

        private void end() {
            over = true;
            present.remove(this);
        }
    }
}
