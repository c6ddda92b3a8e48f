package io.rxgase.core.record;

import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.loop.HandlerFault;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.state.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * CRC-32C (RFC 3720, appendix B.4) of what a recording vouches for: of its bytes, and of states and events in their
 * one canonical encoding, so that equal values give equal checksums in every JVM.
 */
final class Checksum {
    private Checksum() {}

    static int of(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    static int of(Attributes attributes) {
        return of(ValueCodec.encode(attributes));
    }

    /** What a step sent and what went wrong; 0 if that is nothing. */
    static int ofSent(Transition<?> transition) {
        if (transition.outgoing().isEmpty() && transition.faults().isEmpty()) {
            return 0;
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Outgoing outgoing : transition.outgoing()) {
            Event event = outgoing.event();
            values.add(Arrays.asList(audience(outgoing.to()), event.type(), event.arguments(), event.named()));
        }
        for (HandlerFault fault : transition.faults()) {
            // Not the message: it may name an object by its address. What made a state unreadable is not in the replay.
            Throwable error = fault.kind() == HandlerFault.Kind.STATE ? null : fault.error();
            values.add(Arrays.asList(
                    fault.kind().name(),
                    fault.where(),
                    error == null ? null : error.getClass().getName()));
        }
        return of(ValueCodec.encode(values));
    }

    /** Not the record's own string, which changes with the names of its components. */
    private static List<Object> audience(Audience audience) {
        if (audience instanceof Audience.One one) {
            return List.of("one", one.client().value());
        } else if (audience instanceof Audience.AllBut allBut) {
            return List.of("all but", allBut.client().value());
        } else if (audience instanceof Audience.Group group) {
            return List.of(
                    "group", group.clients().stream().map(ClientId::value).toList());
        }
        return List.of("all");
    }
}
