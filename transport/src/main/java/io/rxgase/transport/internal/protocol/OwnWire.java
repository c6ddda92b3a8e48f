package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;

/** RxGaSe's own dialect. */
enum OwnWire implements WireDialect {
    INSTANCE;

    @Override
    public EndpointMachine machine(EndpointConfig config) {
        return new Endpoint(config);
    }

    @Override
    public boolean claims(ByteBuffer datagram) {
        return false;
    }

    @Override
    public boolean mayBeFragmented() {
        return false;
    }
}
