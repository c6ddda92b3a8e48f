package io.rxgase.client;

import io.rxgase.core.event.Event;
import io.rxgase.core.event.EventArgumentException;
import io.rxgase.core.internal.guard.Guard;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of a type that somebody asked for as a record, from which that record can't be made. They are counted, and the log has each kind
 * once: the event type, the argument, and what was expected. Bounded: the server chooses what it sends. Any thread.
 */
final class EventMisfits {
    /** How many kinds are told apart in the log. */
    static final int MAX_KINDS = 64;

    private static final int MAX_TEXT_LENGTH = 300;
    private static final Logger LOG = LoggerFactory.getLogger(EventMisfits.class);

    private final AtomicLong count = new AtomicLong();
    private final Set<Object> told = ConcurrentHashMap.newKeySet();

    /** What is logged once. */
    private record Kind(String type, String argument, String expected) {}

    /**
     * The record, or nothing if it can't be made.
     *
     * @throws IllegalStateException if the virtual machine failed meanwhile: RxJava would throw its error at the stream of all, and this
     *     subscriber would never learn of it
     */
    <T extends Record> Optional<T> read(Class<T> type, Event event) {
        try {
            return Optional.of(event.as(type));
        } catch (EventArgumentException e) {
            misfit(type, new Kind(e.eventType(), e.argument(), e.expected()), e);
        } catch (VirtualMachineError e) {
            if (Guard.isFatal(e)) {
                throw new IllegalStateException(type.getSimpleName() + " can't be made: " + e, e);
            }
            misfit(type, e.getClass(), e);
        } catch (Throwable e) { // the record's own code, a missing class included
            misfit(type, e.getClass(), Guard.legible(e));
        }
        return Optional.empty();
    }

    long count() {
        return count.get();
    }

    private void misfit(Class<?> type, Object kind, Throwable cause) {
        count.incrementAndGet();
        if (told.size() >= MAX_KINDS || !told.add(kind)) {
            return;
        }
        String text = String.valueOf(cause.getMessage());
        String shown = (text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH) + "…")
                .replaceAll("\\p{Cntrl}", "?");
        if (cause instanceof EventArgumentException) {
            LOG.warn(
                    "An event is skipped, as {} can't be made of it: {}; use the same release on both sides",
                    type.getName(),
                    shown);
        } else {
            LOG.warn(
                    "An event is skipped, as {} can't be made of it: {}; its constructor must take what servers send",
                    type.getName(),
                    shown,
                    cause);
        }
    }
}
