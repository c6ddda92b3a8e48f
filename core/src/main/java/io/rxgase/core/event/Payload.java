package io.rxgase.core.event;

import io.rxgase.core.state.AttributeName;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** How events carry the records of one class. Made once per class: no reflection per event. */
final class Payload<R extends Record> {
    private static final ClassValue<Payload<?>> PAYLOADS = new ClassValue<>() {
        @Override
        protected Payload<?> computeValue(Class<?> type) {
            return new Payload<>(type.asSubclass(Record.class));
        }
    };

    private final String type;
    private final StateModel<R> model;
    private final List<String> components;

    private Payload(Class<R> payload) {
        EventType annotation = payload.getAnnotation(EventType.class);
        this.type = annotation == null ? payload.getSimpleName() : Event.requireWhole(annotation.value());
        if (type.startsWith(Event.RESERVED_PREFIX)) {
            throw new IllegalArgumentException(
                    payload.getName() + " has the event type " + type + ", but types that begin " + "with "
                            + Event.RESERVED_PREFIX + " are reserved: choose another in @EventType");
        }
        this.model = model(payload);
        this.components = Arrays.stream(payload.getRecordComponents())
                .map(Payload::attributeName)
                .toList();
    }

    private static <R> StateModel<R> model(Class<R> payload) {
        try {
            return StateModel.of(payload);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    payload.getName() + " is no event type: " + e.getMessage()
                            + "; send a record whose components could be part of a state, or Event.of(type, arguments)",
                    e);
        }
    }

    private static String attributeName(RecordComponent component) {
        AttributeName given = component.getAnnotation(AttributeName.class);
        return given == null ? component.getName() : given.value();
    }

    @SuppressWarnings("unchecked") // a class value is made from its key
    static <R extends Record> Payload<R> of(Class<R> payload) {
        return (Payload<R>) PAYLOADS.get(payload);
    }

    @SuppressWarnings("unchecked") // the class of an object fits the object
    static Event toEvent(Record record) {
        Payload<Record> payload = (Payload<Record>) PAYLOADS.get(record.getClass());
        return Event.of(payload.type).withNamed(payload.model.toAttributes(payload.model.admitted(null, record)));
    }

    String type() {
        return type;
    }

    R fromEvent(Event event) {
        try {
            return model.fromAttributes(event.arguments().isEmpty() ? event.named() : allNamed(event));
        } catch (StateMismatchException e) {
            throw new EventArgumentException(event.type(), e.path(), e.expected(), e.found());
        }
    }

    /** Positional arguments take the names of the components in order, as in a call. */
    private Attributes allNamed(Event event) {
        List<?> arguments = event.arguments();
        if (arguments.size() > components.size()) {
            throw new EventArgumentException(
                    event.type(),
                    Integer.toString(components.size()),
                    "nothing after " + components,
                    arguments.size() + " positional arguments");
        }
        Attributes all = event.named();
        for (int i = 0; i < arguments.size(); i++) {
            String name = components.get(i);
            if (all.has(name)) {
                throw new EventArgumentException(
                        event.type(), name, "one value", "two, by position " + i + " and by name");
            }
            all = all.with(name, arguments.get(i));
        }
        return all;
    }
}
