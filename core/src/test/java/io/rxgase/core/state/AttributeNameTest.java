package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttributeNameTest {
    record Chase(@Nullable @AttributeName("chaser_id") Long chaserId, boolean protection) {}

    record Twins(int x, @AttributeName("x") int y) {}

    private final StateModel<Chase> model = StateModel.of(Chase.class);

    @Test
    void shouldWriteAndReadAComponentUnderTheGivenName() {
        Attributes written = model.toAttributes(new Chase(7L, true));
        assertThat(written).isEqualTo(Attributes.EMPTY.with("chaser_id", 7).with("protection", true));
        assertThat(model.fromAttributes(written)).isEqualTo(new Chase(7L, true));
    }

    @Test
    void shouldUseTheGivenNameInDifferences() {
        Snapshot<Chase> before = new Snapshot<>(1, GameStatus.ACTIVE, 20, new Chase(7L, true));
        Snapshot<Chase> after = new Snapshot<>(2, GameStatus.ACTIVE, 40, new Chase(8L, true));
        GameStateUpdate update = model.diff(before, after);
        assertThat(update.changes().asMap()).containsOnlyKeys("chaser_id");
        assertThat(model.apply(before, update)).isEqualTo(after);
    }

    @Test
    void shouldRefuseARecordThatUsesANameTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateModel.of(Twins.class))
                .withMessageContaining("Twins")
                .withMessageContaining("same attribute name");
    }
}
