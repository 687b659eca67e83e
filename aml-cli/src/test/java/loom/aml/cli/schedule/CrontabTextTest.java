package loom.aml.cli.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalTime;
import loom.aml.app.job.JobKind;
import loom.aml.cli.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrontabTextTest {
    private static final String STORE = "/srv/shop/.loom/memory";

    private static String block(String store) {
        return CrontabText.block(Schedule.of("/opt/aml/aml", store, LocalTime.of(4, 15)));
    }

    @Test
    void block_holdsTheThreeJobsBetweenItsMarks() {
        assertThat(block(STORE)).isEqualTo("""
                # begin aml /srv/shop/.loom/memory
                # daily job
                15 4 * * * /opt/aml/aml /srv/shop/.loom/memory maintain --quiet
                # health check
                45 * * * * /opt/aml/aml /srv/shop/.loom/memory monitor health --quiet
                # weekly full backup
                15 3 * * 0 /opt/aml/aml /srv/shop/.loom/memory backup create --full --quiet
                # end aml /srv/shop/.loom/memory
                """);
    }

    @Test
    void jobs_areThoseOfLinesThatNameTheStore() {
        assertThat(CrontabText.jobsOf(block(STORE), STORE)).containsExactly(JobKind.values());
        assertThat(CrontabText.jobsOf("0 4 * * *  aml /srv/shop/.loom/memory  maintain\n", STORE))
                .containsExactly(JobKind.MAINTAIN);
        assertThat(CrontabText.jobsOf(block("/srv/shop/.loom/memory 100%"), "/srv/shop/.loom/memory 100%"))
                .containsExactly(JobKind.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# 0 4 * * * aml /srv/shop/.loom/memory maintain",
                "  # 0 4 * * * aml /srv/shop/.loom/memory maintain",
                "0 4 * * * aml /srv/shop/.loom/memory maintain --dry-run",
                "0 4 * * * aml /srv/shop/.loom/memory backup create",
                "0 4 * * * aml /srv/shop/.loom/memory2 maintain",
                "0 4 * * * aml /old/srv/shop/.loom/memory maintain"
            })
    void otherLines_runNoJob(String line) {
        assertThat(CrontabText.jobsOf(line, STORE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5 4 * * * true\n", "MAILTO=me\n\n# end aml something\n0 1 * * * a % b\n", "5 4 * * * true"})
    void withAndWithout_restoreTheOriginal(String crontab) throws IOException {
        String with = CrontabText.with(crontab, STORE, block(STORE));
        assertThat(with).startsWith(crontab).endsWith(block(STORE));
        String lines = crontab.isEmpty() || crontab.endsWith("\n") ? crontab : crontab + "\n";
        assertThat(CrontabText.without(with, STORE)).isEqualTo(lines);
        assertThat(CrontabText.blockOf(with, STORE)).contains(block(STORE));
    }

    @Test
    void with_replacesTheBlockInPlace() throws IOException {
        String with = CrontabText.with("first\n", STORE, block(STORE)) + "last\n";
        String again = CrontabText.with(with, STORE, block(STORE));
        assertThat(again).isEqualTo(with);
        String later = CrontabText.block(Schedule.of("/opt/aml/aml", STORE, LocalTime.of(5, 0)));
        assertThat(CrontabText.with(with, STORE, later)).isEqualTo("first\n" + later + "last\n");
    }

    @Test
    void stores_doNotAffectEachOther() throws IOException {
        String other = STORE + "-of-others";
        String both = CrontabText.with(CrontabText.with("", STORE, block(STORE)), other, block(other));
        assertThat(CrontabText.without(both, STORE)).isEqualTo(block(other));
        assertThat(CrontabText.without(both, other)).isEqualTo(block(STORE));
    }

    @Test
    void blocks_areAllThatIsCopied_withoutThoseThatNeverEnd() {
        String other = block("/srv/blog ");
        String torn = "# begin aml /srv/torn\n15 4 * * * something\n";
        String crontab =
                "MAILTO=me\n" + block(STORE) + "# begin aml\n0 1 * * * x\n" + torn + other + "# end aml /srv/none\n";

        assertThat(CrontabText.blocks(crontab)).isEqualTo(block(STORE) + other);
        assertThat(CrontabText.blocks(block(STORE) + block(STORE).stripTrailing()))
                .isEqualTo(block(STORE) + block(STORE).stripTrailing());
        assertThat(CrontabText.blocks(torn)).isEmpty();
        assertThat(CrontabText.blocks("")).isEmpty();
    }

    @Test
    void blockWithoutItsEnd_isLeftAlone() {
        String torn = "# begin aml " + STORE + "\n15 4 * * * something\n";
        assertThatThrownBy(() -> CrontabText.without(torn, STORE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("crontab -e");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /opt/aml/aml  | /opt/aml/aml
                    /my shop      | '/my shop'
                    /it's         | '/it'\\''s'
                    /100%         | /100\\%
                    /100 % $x     | '/100 \\% $x'
                    """)
    void words_areQuotedForTheShellAndForCron(String word, String quoted) {
        assertThat(CrontabText.quoted(word)).isEqualTo(quoted);
    }

    @Test
    void pathsThatACrontabCannotHold_areRejected() {
        assertThatThrownBy(() -> block("/srv/two\nlines")).isInstanceOf(UsageException.class);
    }
}
