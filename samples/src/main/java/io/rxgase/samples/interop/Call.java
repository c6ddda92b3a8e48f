package io.rxgase.samples.interop;

import io.rxgase.core.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event's arguments by the names of a handler's parameters, as Python binds them: each by its place or by its name.
 * Named arguments that are no parameter are ignored; everything else that does not fit is an {@link UnfitException}.
 */
final class Call {
    private final Map<String, @Nullable Object> values = new HashMap<>();

    /** The arguments do not fit. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message, null, false, false);
        }
    }

    private Call() {}

    /** Binds the arguments; those that are missing are found out when they are asked for. */
    static Call of(Event event, String... parameters) throws UnfitException {
        List<@Nullable Object> inOrder = event.arguments();
        if (inOrder.size() > parameters.length) {
            throw new UnfitException(inOrder.size() + " arguments for " + List.of(parameters));
        }
        Call call = new Call();
        for (int i = 0; i < parameters.length; i++) {
            boolean named = event.named().has(parameters[i]);
            if (i < inOrder.size() && named) {
                throw new UnfitException(parameters[i] + " comes twice");
            } else if (i < inOrder.size() || named) {
                call.values.put(parameters[i], named ? event.named().get(parameters[i]) : inOrder.get(i));
            }
        }
        return call;
    }

    @Nullable
    Object value(String parameter) throws UnfitException {
        if (!values.containsKey(parameter)) {
            throw new UnfitException(parameter + " is missing");
        }
        return values.get(parameter);
    }

    /** A whole number or a text. */
    Object id(String parameter) throws UnfitException {
        return value(parameter) instanceof String text ? text : as(Long.class, parameter);
    }

    String text(String parameter) throws UnfitException {
        return as(String.class, parameter);
    }

    double number(String parameter) throws UnfitException {
        return as(Number.class, parameter).doubleValue();
    }

    /** A pair of numbers, which travel as float32. */
    List<Object> pair(String parameter) throws UnfitException {
        List<?> list = as(List.class, parameter);
        if (list.size() != 2 || !list.stream().allMatch(Number.class::isInstance)) {
            throw new UnfitException(parameter + " is no pair of numbers");
        }
        return list.stream().<Object>map(x -> ((Number) x).floatValue()).toList();
    }

    /** A whole number from 0 to a bound; the substitute if there is none. */
    int count(String parameter, int most, int substitute) throws UnfitException {
        long count = values.containsKey(parameter) ? as(Long.class, parameter) : substitute;
        if (count < 0 || count > most) {
            throw new UnfitException(parameter + " is not between 0 and " + most);
        }
        return (int) count;
    }

    boolean flag(String parameter) throws UnfitException {
        return values.containsKey(parameter) && as(Boolean.class, parameter);
    }

    private <T> T as(Class<T> type, String parameter) throws UnfitException {
        Object value = value(parameter);
        if (!type.isInstance(value)) {
            throw new UnfitException(parameter + " is no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
