package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.samples.tag.Chase;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalViewTest {
    private static final Scene SCENE = new Scene(Chase.EMPTY.join(1, "Alice"), null, NetSample.NONE, "Alice is alone");

    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written);

    @Test
    void shouldWritePlainLinesWhereThereIsNoTerminal() {
        try (View view = TerminalView.inLines(out)) {
            assertThat(view.frame()).hasSeconds(1);
            assertThat(view.keys()).isEmpty();
            view.draw(SCENE);
        }
        assertThat(written.toString()).contains("@Alice", "Alice is alone").doesNotContain("\u001b");
        assertThat(written.toString().lines()).hasSize(TextScene.LINES + 1);
    }

    @Test
    void shouldGiveTheScreenBack() {
        try (View view = TerminalView.onScreen(out)) {
            view.draw(SCENE);
        }
        assertThat(written.toString())
                .startsWith("\u001b[?1049h")
                .contains("\u001b[H", "Alice is alone")
                .endsWith("\u001b[?25h\u001b[?1049l");
    }

    @Test
    void shouldDrawNothingAfterItGaveTheScreenBack() {
        View view = TerminalView.onScreen(out);
        view.close();
        String before = written.toString();
        view.draw(SCENE);
        assertThat(written.toString()).isEqualTo(before);
    }
}
