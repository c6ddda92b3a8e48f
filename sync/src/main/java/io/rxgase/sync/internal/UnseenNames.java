package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What views name in states whose names nobody knows beforehand. Until each table that a view names has been there once, no table is
 * shown that no view names: one of them may be what was meant. Used by the thread that publishes.
 */
final class UnseenNames {
    private static final Logger LOG = LoggerFactory.getLogger(UnseenNames.class);
    private static final int SHOWN = 20;

    /** Views whose table has not been there yet. */
    private final List<TableView<?>> tables;
    /** Views that have not divided anything yet. */
    private final List<TableView<?>> attributes;

    private final Set<Object> named = new HashSet<>();
    private boolean isTold;

    UnseenNames(List<? extends TableView<?>> views) {
        tables = new ArrayList<>(views);
        attributes = new ArrayList<>(views);
        views.forEach(view -> named.add(view.table()));
    }

    /** Whether there is nothing left to look for. */
    boolean isEmpty() {
        return tables.isEmpty() && attributes.isEmpty();
    }

    /**
     * Looks for the names.
     *
     * @param state all that clients may see
     * @param rest the same without what views divide
     * @return what of the rest may be shown
     */
    Attributes look(Attributes state, Attributes rest) {
        tables.removeIf(view -> state.asMap().get(view.table()) instanceof Attributes);
        attributes.removeIf(view -> state.asMap().get(view.table()) instanceof Attributes table
                && !table.isEmpty()
                && (divides(view, table) || tell(view, table)));
        if (tables.isEmpty()) {
            return rest;
        }
        tell(state);
        Attributes shown = rest;
        for (Map.Entry<Object, @Nullable Object> attribute : rest.asMap().entrySet()) {
            if (!named.contains(attribute.getKey()) && holdsMaps(attribute.getValue())) {
                shown = shown.without(attribute.getKey());
            }
        }
        return shown;
    }

    private static boolean divides(TableView<?> view, Attributes table) {
        return table.asMap().values().stream()
                .anyMatch(entity ->
                        entity instanceof Attributes attributes && view.group().apply(attributes) != null);
    }

    private static boolean tell(TableView<?> view, Attributes table) {
        Set<Object> there = table.asMap().values().stream()
                .filter(Attributes.class::isInstance)
                .flatMap(entity -> ((Attributes) entity).keys().stream())
                .collect(Collectors.toSet());
        LOG.warn(
                "No entity of table {} has {} {}, by which a view goes: nobody sees any of them. They have {}",
                view.table(),
                view.ofNumbers() ? "finite numbers" : "a value",
                view.attributes(),
                some(there));
        return true;
    }

    private void tell(Attributes state) {
        if (!isTold) {
            isTold = true;
            LOG.warn(
                    "The state has no table {}, which a view is of: until it has, tables that no view is of are not shown to"
                            + " anybody. There are {}. Correct the name, or begin with an empty map",
                    tables.stream().map(TableView::table).toList(),
                    some(state.keys()));
        }
    }

    private static List<String> some(Set<?> names) {
        return names.stream().limit(SHOWN).map(String::valueOf).sorted().toList();
    }

    /** Whether it may be a table, or have one inside. */
    private static boolean holdsMaps(@Nullable Object value) {
        Iterable<?> inside = value instanceof Attributes map
                ? map.asMap().values()
                : value instanceof List<?> list ? list : List.of();
        for (Object one : inside) {
            if (one instanceof Attributes || holdsMaps(one)) {
                return true;
            }
        }
        return false;
    }
}
