package io.rxgase.pygase.internal;

import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import io.rxgase.pygase.internal.protocol.PygaseEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes taken apart into single attributes, so that what does not fit into one of PyGaSe's datagrams goes in several. A
 * piece cannot be divided: that is the limit of what a state may hold there.
 */
final class UpdatePieces {
    private static final int MAX_BYTES = PygaseEndpoint.MAX_UPDATE_BYTES;

    /** Time order and status at their longest, and the head of the map that they are in. */
    private static final int OWN_BYTES = 1 + 11 + 3 + 12 + 1 + 2;

    /** Head of a map of up to 65,535 entries. */
    private static final int MAP_BYTES = 3;

    private UpdatePieces() {}

    /**
     * A change of one attribute.
     *
     * @param path its keys from the outside in
     * @param change what happens to it: no map with something in it
     */
    record Piece(List<Object> path, Change change) {}

    /** Takes changes apart, in order of keys. */
    static List<Piece> of(Changes changes) {
        List<Piece> pieces = new ArrayList<>();
        add(List.of(), changes, pieces);
        return pieces;
    }

    private static void add(List<Object> path, Changes changes, List<Piece> into) {
        changes.asMap().forEach((key, change) -> {
            List<Object> inner = new ArrayList<>(path);
            inner.add(key);
            if (change instanceof Changes inside) {
                add(inner, inside, into);
            } else if (change instanceof Change.Set set && set.value() instanceof Attributes map && !map.isEmpty()) {
                add(inner, settingAll(map), into);
            } else {
                into.add(new Piece(List.copyOf(inner), change));
            }
        });
    }

    private static Changes settingAll(Attributes map) {
        Changes.Builder builder = Changes.builder();
        map.asMap().forEach((key, value) -> builder.put(key, new Change.Set(value)));
        return builder.build();
    }

    /**
     * As many changes as fit into one update.
     *
     * @param changes more than fit
     * @param served paths that had their turn; those that are not among them go first, and what is taken is added. Cleared
     *     when all had their turn
     * @return some of the changes, at least one. What changes in one attribute of the state goes together, or if that is too
     *     much what changes in one entry of it, which may be an entity; only what is too large for an update is divided further
     */
    static Changes some(Changes changes, Set<List<Object>> served) {
        List<Piece> pieces = of(changes);
        List<Piece> waiting = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!served.contains(piece.path())) {
                waiting.add(piece);
            }
        }
        if (waiting.isEmpty()) {
            served.clear();
            waiting = pieces;
        }
        List<Piece> taken = new ArrayList<>();
        int bytes = OWN_BYTES;
        for (List<Piece> unit : units(waiting)) {
            int more = size(unit, taken.isEmpty() ? null : taken.get(taken.size() - 1));
            if (bytes + more <= MAX_BYTES || taken.isEmpty()) {
                bytes += more;
                taken.addAll(unit);
                unit.forEach(piece -> served.add(piece.path()));
            }
        }
        return join(taken);
    }

    /** Pieces that go together, as far as they fit into one update. */
    private static List<List<Piece>> units(List<Piece> pieces) {
        List<List<Piece>> units = new ArrayList<>();
        for (List<Piece> attribute : grouped(pieces, 1)) {
            for (List<Piece> entry : fits(attribute) ? List.of(attribute) : grouped(attribute, 2)) {
                if (fits(entry)) {
                    units.add(entry);
                } else {
                    entry.forEach(piece -> units.add(List.of(piece)));
                }
            }
        }
        return units;
    }

    private static boolean fits(List<Piece> unit) {
        return OWN_BYTES + size(unit, null) <= MAX_BYTES;
    }

    /** By the first keys of their paths; pieces are in order. */
    private static List<List<Piece>> grouped(List<Piece> pieces, int keys) {
        Map<List<Object>, List<Piece>> groups = new LinkedHashMap<>();
        for (Piece piece : pieces) {
            List<Object> path = piece.path();
            groups.computeIfAbsent(path.subList(0, Math.min(keys, path.size())), unused -> new ArrayList<>())
                    .add(piece);
        }
        return List.copyOf(groups.values());
    }

    private static int size(List<Piece> unit, @Nullable Piece before) {
        int bytes = 0;
        Piece last = before;
        for (Piece piece : unit) {
            bytes += size(piece, last);
            last = piece;
        }
        return bytes;
    }

    /** At most so many bytes more, behind another piece that has part of the way in common. */
    private static int size(Piece piece, @Nullable Piece before) {
        List<Object> path = piece.path();
        int shared = 0;
        if (before != null) {
            int most = Math.min(path.size(), before.path().size());
            while (shared < most && path.get(shared).equals(before.path().get(shared))) {
                shared++;
            }
        }
        int bytes = 0;
        for (int i = shared; i < path.size(); i++) {
            bytes += MAP_BYTES + ValueCodec.encode(path.get(i)).length;
        }
        Object value = piece.change() instanceof Change.Set set ? set.value() : null;
        return bytes + Math.max(6, ValueCodec.encode(value).length);
    }

    /** Puts pieces together again. */
    static Changes join(List<Piece> pieces) {
        Map<Object, Object> root = new LinkedHashMap<>();
        for (Piece piece : pieces) {
            Map<Object, Object> inner = root;
            int last = piece.path().size() - 1;
            for (int i = 0; i < last; i++) {
                inner = inside(inner, piece.path().get(i));
            }
            inner.put(piece.path().get(last), piece.change());
        }
        return Changes.of(root);
    }

    @SuppressWarnings("unchecked") // made here
    private static Map<Object, Object> inside(Map<Object, Object> map, Object key) {
        return (Map<Object, Object>) map.computeIfAbsent(key, made -> new LinkedHashMap<>());
    }

    /**
     * Checks that every change can be carried.
     *
     * @throws IllegalArgumentException if one cannot; the message names the attribute, its size and what to do
     */
    static void check(Changes changes) {
        if (encode(changes).length <= MAX_BYTES) {
            return;
        }
        for (Piece piece : of(changes)) {
            int bytes = encode(join(List.of(piece))).length;
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException("the attribute " + name(piece.path()) + " takes " + bytes
                        + " bytes in an update, but one on PyGaSe's wire has at most " + MAX_BYTES
                        + ": make it a map, which can be sent in parts, or keep it out of the state");
            }
        }
    }

    private static byte[] encode(Changes changes) {
        // With everything that may have to go along.
        return PygaseUpdateCodec.encode(new PygaseUpdate(PygaseUpdate.MAX_TIME_ORDER, GameStatus.ACTIVE, changes));
    }

    private static String name(List<Object> path) {
        return String.join(".", path.stream().map(Object::toString).toList());
    }
}
