package io.rxgase.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rxgase.testkit.JavadocExamples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples in the javadoc of this package. */
class EventExamplesTest {
    private static final Logger log = LoggerFactory.getLogger(EventExamplesTest.class);

    @Test
    void shouldCompileEveryExample() {
        JavadocExamples.assertCompiled(
                Path.of("src/main/java/io/rxgase/core/event"),
                Path.of("src/test/java/io/rxgase/core/event/EventExamplesTest.java"));
    }

    @Test
    void clientId() {
        ClientId sender = new ClientId(3);
        String name = sender.isBackend() ? "the game" : sender.toString();

        assertThat(name).isEqualTo("client 3");
    }

    @Test
    void audience() {
        ClientId sender = new ClientId(3);

        boolean heard = Audience.allBut(sender).includes(sender);
        Audience team = Audience.group(List.of(new ClientId(1), new ClientId(2)));

        assertThat(heard).isFalse();
        assertThat(team.includes(sender)).isFalse();
    }

    @Test
    void incoming() {
        record Move(double x, double y) {}

        Incoming move = new Incoming(new ClientId(3), new Move(1.0, 2.0));
        Incoming night = Incoming.fromBackend(Event.of("NIGHTFALL"));

        assertThat(move.sender()).isNotEqualTo(night.sender());
    }

    @Test
    void outgoing() {
        ClientId sender = new ClientId(3);

        Outgoing caught =
                new Outgoing(Audience.allBut(sender), Event.of("CAUGHT").with("player", 3));

        assertThat(caught.to().includes(sender)).isFalse();
    }

    @Test
    void eventType() {
        @EventType("MOVE")
        record Move(int player, double x, double y) {}

        String type = Event.of(new Move(3, 1.0, 2.0)).type();

        assertThat(type).isEqualTo("MOVE");
    }

    @Test
    void event() {
        Event move = Event.of("MOVE", 3).with("new_position", List.of(1.0, 2.0));
        int player = move.getInt(0);
        List<Object> position = move.getList("new_position");

        record Shot(int player, double angle) {}
        Event shot = Event.of(new Shot(3, 0.5));
        Shot same = shot.as(Shot.class);

        assertThat(player).isEqualTo(3);
        assertThat(position).containsExactly(1.0, 2.0);
        assertThat(shot).hasToString("Shot(angle=0.5, player=3)");
        assertThat(same).isEqualTo(new Shot(3, 0.5));
    }

    @Test
    void eventArgumentException() {
        Event event = Event.of("MOVE").with("new_position", "here");

        assertThatCode(() -> read(event)).doesNotThrowAnyException();
    }

    private static void read(Event event) {
        try {
            event.getList("new_position");
        } catch (EventArgumentException e) {
            log.debug(e.getMessage());
        }
    }
}
