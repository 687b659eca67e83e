package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    private long millis;
    private final ProgressLine line =
            new ProgressLine(new PrintStream(drawn, true, StandardCharsets.UTF_8), () -> millis * 1_000_000);

    private String drawn() {
        String text = drawn.toString(StandardCharsets.UTF_8);
        drawn.reset();
        return text;
    }

    @Test
    void shortWork_drawsNothing() {
        for (int i = 1; i <= 9; i++) {
            millis += 100;
            line.done(i, 9);
        }
        assertThat(drawn()).isEmpty();
    }

    @Test
    void longWork_showsRateAndRemainingTime() {
        millis = 2_000;
        line.done(20, 100);
        assertThat(drawn()).endsWith("  20 of 100 files, 10.0 a second, 8.0 s left");
    }

    @Test
    void lastPiece_erasesTheLine_andTheNextPhaseIsMeasuredSeparately() {
        millis = 2_000;
        line.done(20, 100);
        line.done(100, 100);
        assertThat(drawn()).endsWith("left\r\u001b[K");
        millis = 3_000;
        line.done(50, 100);
        assertThat(drawn()).endsWith("50 of 100 files, 50.0 a second, 1.0 s left");
    }

    @Test
    void lines_areDrawnAtMostTenTimesASecond() {
        millis = 2_000;
        line.done(1, 100);
        drawn();
        for (int i = 2; i < 90; i++) {
            millis += 1;
            line.done(i, 100);
        }
        assertThat(drawn()).isEmpty();
    }

    @Test
    void clear_ofAnEmptyLine_printsNothing() {
        line.clear();
        assertThat(drawn()).isEmpty();
    }
}
