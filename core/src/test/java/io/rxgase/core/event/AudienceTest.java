package io.rxgase.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final ClientId ALICE = new ClientId(1);
    private static final ClientId BOB = new ClientId(2);
    private static final ClientId CAROL = new ClientId(3);
    private static final List<ClientId> EVERYBODY = List.of(ALICE, BOB, CAROL);

    @Test
    void shouldIncludeWhomItNames() {
        assertThat(EVERYBODY).filteredOn(Audience.one(BOB)::includes).containsExactly(BOB);
        assertThat(EVERYBODY).allMatch(Audience.all()::includes);
        assertThat(EVERYBODY).filteredOn(Audience.allBut(BOB)::includes).containsExactly(ALICE, CAROL);
        assertThat(EVERYBODY)
                .filteredOn(Audience.group(List.of(CAROL, ALICE))::includes)
                .containsExactly(ALICE, CAROL);
    }

    @Test
    void shouldIncludeTheBackendOnlyWhereItIsNamed() {
        assertThat(Audience.all().includes(ClientId.BACKEND)).isFalse();
        assertThat(Audience.allBut(ALICE).includes(ClientId.BACKEND)).isFalse();
        assertThat(Audience.one(ClientId.BACKEND).includes(ClientId.BACKEND)).isTrue();
        assertThat(ClientId.BACKEND.isBackend()).isTrue();
    }

    @Test
    void shouldHaveOneOrderWhateverTheRun() {
        List<ClientId> clients = new ArrayList<>(List.of(CAROL, ALICE, BOB, CAROL));
        Audience.Group group = (Audience.Group) Audience.group(clients);
        clients.clear();

        assertThat(group.clients()).containsExactly(ALICE, BOB, CAROL);
        assertThat(group).isEqualTo(Audience.group(EVERYBODY));
        assertThatThrownBy(() -> group.clients().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldReadWell() {
        assertThat(ClientId.BACKEND).hasToString("backend");
        assertThat(ALICE).hasToString("client 1");
        assertThatThrownBy(() -> new ClientId(-1)).hasMessageContaining("not -1");
    }
}
