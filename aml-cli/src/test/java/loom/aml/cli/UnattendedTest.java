package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs without a terminal, which cannot ask questions. */
class UnattendedTest {
    @TempDir
    private Path directory;

    private Path memory;

    @BeforeEach
    void makeStore() {
        memory = directory.resolve(".loom/memory");
        run("sample", memory.toString(), "--items", "30", "--agents", "1", "--seed", "2", "--rot", "0");
    }

    private Cli.Result run(String... arguments) {
        return new Cli(directory).run(arguments);
    }

    private long items() throws IOException {
        long items = 0;
        for (JsonObject agent : run("agents", "--json").json().objects("agents")) {
            items += agent.number("patterns") + agent.number("solutions") + agent.number("decisions");
        }
        return items;
    }

    /** Creates an agent with two versions of each item; half of them are duplicates. */
    private void duplicate() throws IOException {
        duplicate("m%d");
    }

    /**
     * Creates an agent that has each item twice.
     *
     * @param message the text of an item by number
     */
    private void duplicate(String message) throws IOException {
        StringBuilder twice = new StringBuilder("[");
        for (int i = 0; i < 40; i++) {
            twice.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"00000000-0000-4000-8000-0000000000")
                    .append(10 + i / 2)
                    .append(
                            "\",\"agent\":\"twin\",\"timestamp\":\"2026-11-01T00:00:00Z\",\"problem\":{\"errorType\":\"E\",")
                    .append("\"errorMessage\":\"" + message.formatted(i)
                            + "\",\"context\":{}},\"solution\":{\"rootCause\":\"r\",\"fixApproach\":\"f\",")
                    .append("\"prevention\":\"p\"},\"effectiveness\":{\"worked\":true,\"timeToFixMinutes\":1,")
                    .append("\"preventedRecurrence\":true,\"relatedErrorsFixed\":0},\"verifiedCount\":1}");
        }
        Files.createDirectories(memory.resolve("twin"));
        Files.writeString(memory.resolve("twin/solutions.json"), twice.append("]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"optimize gc", "optimize all", "maintain", "optimize gc --quiet", "optimize gc --json"})
    void manyDuplicates_areKept_andThatIsReportedAndAlerted(String command) throws IOException {
        duplicate();
        long before = items();

        Cli.Result result = run(command.split(" "));

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out() + result.err()).contains("nobody could be asked");
        assertThat(items()).isEqualTo(before);
        assertThat(run("monitor", "alerts").out()).contains("a removal needs confirmation");

        assertThat(run("optimize", "gc", "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(items()).isEqualTo(before - 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"optimize gc", "optimize all", "maintain", "optimize gc --quiet", "optimize gc --json"})
    void identicalCopies_areRemovedWithoutConfirmation(String command) throws IOException {
        duplicate("the same");
        long before = items();

        Cli.Result result = run(command.split(" "));

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
        assertThat(items()).isEqualTo(before - 20);
    }

    @Test
    void everythingElseOfTheRun_isDone() throws IOException {
        duplicate();
        Files.createDirectories(memory.resolve("gone"));
        Files.writeString(memory.resolve("gone/patterns.json.tmp"), "[");
        Files.setLastModifiedTime(
                memory.resolve("gone/patterns.json.tmp"),
                FileTime.from(Instant.now().minusSeconds(90_000)));

        assertThat(run("optimize", "gc").code()).isEqualTo(ExitCode.PARTIAL);

        assertThat(memory.resolve("gone/patterns.json.tmp")).doesNotExist();
    }

    @Test
    void setting_permitsTheirRemoval() throws IOException {
        duplicate();
        long before = items();

        Cli.Result result =
                new Cli(directory).with("LOOM_AML_CONFIRM_UNATTENDED", "allow").run("maintain");

        assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.DONE);
        assertThat(items()).isLessThan(before);
    }

    @Test
    void largerShare_permitsTheirRemoval() throws IOException {
        duplicate();
        long before = items();

        Cli.Result result =
                new Cli(directory).with("LOOM_AML_CONFIRM_SHARE", "0.5").run("optimize", "gc");

        assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.DONE);
        assertThat(items()).isEqualTo(before - 20);
    }

    @Test
    void restoreThatWouldRemoveMuch_isNotPartlyDone() throws IOException {
        assertThat(run("backup", "create").code()).isEqualTo(ExitCode.DONE);
        duplicate();
        long before = items();

        assertThat(run("backup", "restore").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(items()).isEqualTo(before);

        assertThat(run("backup", "restore", "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(items()).isEqualTo(before - 40);
    }

    @Test
    void dryRun_needsNoConsent() throws IOException {
        duplicate();

        assertThat(run("optimize", "gc", "--dry-run").code()).isEqualTo(ExitCode.DONE);
        assertThat(run("monitor", "alerts").out()).doesNotContain("a removal needs confirmation");
    }
}
