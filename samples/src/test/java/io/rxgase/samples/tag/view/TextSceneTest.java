package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextSceneTest {
    private static final NetSample NET = new NetSample(12.34, 1.5, 2.5, 20_000, 1_500, 20, 0.4);

    private final Chase chase =
            Chase.EMPTY.join(1, "Alice").join(2, "Bob").move(1, 0, 0).move(2, Field.WIDTH, Field.HEIGHT);

    private List<String> draw(Chase state, Long self, boolean colours) {
        return new TextScene(colours).draw(new Scene(state, self, NET, "Bob caught Alice"));
    }

    @Test
    void shouldDrawEveryPlayerInsideTheFrame() {
        List<String> lines = draw(chase, 2L, false);
        assertThat(lines)
                .hasSize(TextScene.LINES)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(TextScene.COLUMNS));
        assertThat(lines.get(2)).startsWith("|@Alice ");
        assertThat(lines.get(18)).endsWith(" BobO|");
    }

    @Test
    void shouldTellWhoChasesAndHowLongEverybodyIsSafe() {
        assertThat(draw(chase, 2L, false).get(0)).contains("Alice chases", "run!");
        assertThat(draw(chase, 1L, false).get(0)).contains("you chase");
        assertThat(draw(chase.leave(1), null, false).get(0)).contains("Bob chases", "safe for 5.0 s");
        assertThat(draw(Chase.EMPTY, null, false).get(0)).contains("nobody plays yet");
    }

    @Test
    void shouldListPlayersConnectionAndNews() {
        List<String> lines = draw(chase, 2L, false);
        assertThat(lines.get(20)).isEqualTo("Players: @Alice  OBob");
        assertThat(lines.get(21))
                .contains("RTT 12.3 +-1.5 ms", "loss 2.5 %", "in 20.0 out 1.5 kB/s", "state 20.0 tick 0.4 ms");
        assertThat(lines.get(22)).isEqualTo("Bob caught Alice");
    }

    @Test
    void shouldUseColoursOnlyWhereAsked() {
        assertThat(String.join("\n", draw(chase, 2L, false))).doesNotContain("\u001b");
        assertThat(draw(chase, 2L, true).get(2)).contains("\u001b[1;31m@Alice\u001b[0m");
    }

    @Test
    void shouldCutWhatIsTooLong() {
        Chase crowded = chase;
        for (long id = 3; id < 60; id++) {
            crowded = crowded.join(id, "A rather long name");
        }
        assertThat(draw(crowded, null, false))
                .hasSize(TextScene.LINES)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(TextScene.COLUMNS));
    }
}
