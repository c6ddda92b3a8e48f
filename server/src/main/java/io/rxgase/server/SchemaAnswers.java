package io.rxgase.server;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.SchemaCodec;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateSchema;
import io.rxgase.transport.Admission;
import io.rxgase.transport.TransportOptions;
import java.util.HashMap;
import java.util.Map;

/** Tells clients what the states are made of: with their welcome, and if it has no room for that when they ask. */
final class SchemaAnswers {
    private SchemaAnswers() {}

    /** The same options with a greeting for whoever is admitted, unless the admission has one of its own. */
    static TransportOptions greet(TransportOptions options, StateModel<?> model) {
        StateSchema schema = StateSchema.of(model).orElse(null);
        if (schema == null) {
            return options;
        }
        byte[] greeting = SchemaCodec.greeting(schema, Admission.Decision.MAX_GREETING_BYTES);
        Admission admission = options.admission();
        return options.withAdmission((address, hello) -> {
            Admission.Decision decision = admission.decide(address, hello);
            return decision.admitted() && decision.greeting().length == 0 ? decision.withGreeting(greeting) : decision;
        });
    }

    /** The same handlers and one that answers with the schema. */
    static Map<String, ArrivalHandler> answer(Map<String, ArrivalHandler> handlers, StateModel<?> model) {
        StateSchema schema = StateSchema.of(model).orElse(null);
        if (schema == null) {
            return handlers;
        }
        Event answer = Event.of(Event.SCHEMA, SchemaCodec.pack(schema));
        Map<String, ArrivalHandler> all = new HashMap<>(handlers);
        all.put(Event.SCHEMA, (sender, event) -> answer);
        return all;
    }
}
