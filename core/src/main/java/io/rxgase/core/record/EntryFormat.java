package io.rxgase.core.record;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.StateSchema;
import io.rxgase.core.state.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How entries look as bytes: two MessagePack values each, the kind (an int) and an array with the fields in order. Fields
 * that a later version adds come at the end; readers ignore what they don't know, be it fields or kinds.
 *
 * <pre>
 * 0 header  [state type, schema]
 * 1 state   [begins, tick, time order, paused, game time ns, attributes]
 * 2 step    [tick, delta ns, game time ns, skipped, paused, events, undone, changes or nil, changes check, sent check]
 * 3 check   [tick, CRC-32C of the attributes]
 * 4 lost    [first tick, last tick]
 * 5 end     []
 * </pre>
 *
 * <p>The schema is binary, too, and nil if the states are dynamic; recordings of before have none.
 *
 * <p>Events are an array of sender, event, sender, event. Events, attributes and changes are binary: the bytes of {@link
 * EventCodec}, {@link ValueCodec} and {@link ChangesFormat}, each with bounds of its own, so that whatever the codec took
 * from the wire can be written here and read again.
 */
final class EntryFormat {
    static final int HEADER = 0;
    static final int STATE = 1;
    static final int STEP = 2;
    static final int CHECK = 3;
    static final int LOST = 4;
    static final int END = 5;

    private EntryFormat() {}

    static int kind(Entry entry) {
        if (entry instanceof Entry.Step) {
            return STEP;
        } else if (entry instanceof Entry.Check) {
            return CHECK;
        } else if (entry instanceof Entry.State) {
            return STATE;
        } else if (entry instanceof Entry.Header) {
            return HEADER;
        }
        return entry instanceof Entry.Lost ? LOST : END;
    }

    /** The array of fields, without the kind. */
    static byte[] fields(Entry entry) {
        List<@Nullable Object> fields = new ArrayList<>();
        if (entry instanceof Entry.Step step) {
            Frame frame = step.frame();
            Tick tick = frame.tick();
            Collections.addAll(fields, tick.number(), tick.deltaNanos(), tick.gameTimeNanos(), tick.skipped());
            fields.add(frame.status() == GameStatus.PAUSED);
            fields.add(events(frame.events()));
            fields.add(step.undone());
            fields.add(step.changes());
            Collections.addAll(fields, (long) step.changesCheck(), (long) step.sentCheck());
        } else if (entry instanceof Entry.State state) {
            Collections.addAll(fields, state.begins(), state.tick(), state.timeOrder());
            Collections.addAll(fields, state.status() == GameStatus.PAUSED, state.gameTimeNanos());
            fields.add(ValueCodec.encode(state.attributes()));
        } else if (entry instanceof Entry.Check check) {
            Collections.addAll(fields, check.tick(), (long) check.check());
        } else if (entry instanceof Entry.Header header) {
            fields.add(header.stateType());
            fields.add(
                    header.schema() == null
                            ? null
                            : ValueCodec.encode(header.schema().toAttributes()));
        } else if (entry instanceof Entry.Lost lost) {
            Collections.addAll(fields, lost.gap().firstTick(), lost.gap().lastTick());
        }
        return ValueCodec.encode(fields);
    }

    /**
     * Reads an entry back.
     *
     * @return null if the kind is of a later version
     * @throws IllegalArgumentException if the bytes don't stand for an entry
     * @throws IndexOutOfBoundsException if it has too few fields
     */
    static @Nullable Entry entry(int kind, ByteBuffer bytes) {
        if (kind > END) {
            return null;
        }
        Fields fields = new Fields(value(bytes));
        return switch (kind) {
            case HEADER -> header(fields);
            case STATE ->
                new Entry.State(
                        fields.next(Boolean.class),
                        fields.whole(),
                        fields.whole(),
                        fields.status(),
                        fields.whole(),
                        attributes(fields.next(Bytes.class)));
            case STEP -> step(fields);
            case CHECK -> new Entry.Check(fields.whole(), (int) fields.whole());
            case LOST -> new Entry.Lost(new Gap(fields.whole(), fields.whole()));
            default -> new Entry.End();
        };
    }

    private static Entry.Header header(Fields fields) {
        String stateType = fields.next(String.class);
        Object schema = fields.hasNext() ? fields.next() : null;
        return new Entry.Header(
                stateType, schema == null ? null : StateSchema.fromAttributes(attributes(as(Bytes.class, schema))));
    }

    private static Entry.Step step(Fields fields) {
        Tick tick = new Tick(fields.whole(), fields.whole(), fields.whole(), fields.whole());
        GameStatus status = fields.status();
        List<Incoming> events = incoming(new Fields(fields.next()));
        boolean undone = fields.next(Boolean.class);
        Object changes = fields.next();
        return new Entry.Step(
                new Frame(tick, status, events),
                undone,
                changes == null ? null : as(Bytes.class, changes),
                (int) fields.whole(),
                (int) fields.whole());
    }

    private static List<Object> events(List<Incoming> events) {
        List<Object> flat = new ArrayList<>(2 * events.size());
        for (Incoming incoming : events) {
            flat.add(incoming.sender().value());
            flat.add(EventCodec.encode(incoming.event()));
        }
        return flat;
    }

    private static List<Incoming> incoming(Fields flat) {
        List<Incoming> events = new ArrayList<>(flat.size() / 2);
        while (flat.hasNext()) {
            ClientId sender = new ClientId(flat.whole());
            events.add(new Incoming(
                    sender, EventCodec.decode(flat.next(Bytes.class).asBuffer()).orElseThrow()));
        }
        return events;
    }

    private static Attributes attributes(Bytes bytes) {
        return as(Attributes.class, value(bytes.asBuffer()));
    }

    static @Nullable Object value(ByteBuffer bytes) {
        return ValueCodec.decode(bytes).orElseThrow().orElse(null);
    }

    /** The fields of one entry, read one after the other. */
    private static final class Fields {
        private final List<?> values;
        private int index;

        Fields(@Nullable Object array) {
            this.values = as(List.class, array);
        }

        @Nullable
        Object next() {
            return values.get(index++);
        }

        <T> T next(Class<T> type) {
            return as(type, next());
        }

        long whole() {
            return next(Long.class);
        }

        GameStatus status() {
            return next(Boolean.class) ? GameStatus.PAUSED : GameStatus.ACTIVE;
        }

        boolean hasNext() {
            return index < values.size();
        }

        int size() {
            return values.size();
        }
    }

    private static <T> T as(Class<T> type, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("expected " + type.getSimpleName() + ", found " + Values.typeOf(value));
        }
        return type.cast(value);
    }
}
