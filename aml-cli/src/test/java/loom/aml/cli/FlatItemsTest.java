package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that agents write from a prompt, on the command line. */
class FlatItemsTest {
    private static final String TWO_ITEMS = """
            [ { "agent": "api-designer", "pattern": { "type": "pagination", "approach": {"technique": "cursor"} } },
              { "id": "pat-7", "name": "Retry with jitter", "type": "resilience", "confidence": 0.8, "success_rate": 0.9,
                "use_count": 12, "created": "2026-10-01T00:00:00Z", "last_used": "2026-11-20T00:00:00Z" } ]
            """;

    @TempDir
    private Path directory;

    private Cli cli;
    private Path patterns;

    @BeforeEach
    void makeStore() throws IOException {
        cli = new Cli(directory);
        Path memory = directory.resolve(".loom/memory");
        Files.createDirectories(memory.resolve("global"));
        patterns = memory.resolve("api-designer/patterns.json");
        Files.createDirectories(patterns.getParent());
        Files.writeString(patterns, TWO_ITEMS);
    }

    private List<JsonObject> hits(String... words) throws IOException {
        Cli.Result found = cli.run(words);
        assertThat(found.code()).as(found.err()).isEqualTo(ExitCode.DONE);
        return found.json().objects("hits");
    }

    @Test
    void maintain_keepsBothAndCompletesThem() throws IOException {
        assertThat(cli.run("maintain").code()).isEqualTo(ExitCode.DONE);

        assertThat(Files.readString(patterns))
                .contains(
                        "cursor",
                        "Retry with jitter",
                        "\"agent\": \"api-designer\"",
                        "\"timestamp\": \"2026-10-01T00:00:00Z\"");
        assertThat(cli.run("undo").code()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(patterns)).isEqualTo(TWO_ITEMS);
    }

    @Test
    void dryRun_reportsTheAddedFieldsOfEachItem_andChangesNothing() throws IOException {
        JsonObject planned =
                cli.run("optimize", "gc", "--complete", "--explain", "--json").json();

        assertThat(planned.number("items_transformed")).isEqualTo(2);
        assertThat(planned.number("items_removed")).isZero();
        assertThat(planned.objects("explained")).isEmpty();
        assertThat(planned.objects("completed"))
                .extracting(JsonObject::toString)
                .containsExactly(
                        "{\"agent\":\"api-designer\",\"kind\":\"pattern\",\"id\":null,\"ordinal\":0,"
                                + "\"missing\":[\"id\",\"timestamp\"],\"timestamp_from\":\"file\"}",
                        "{\"agent\":\"api-designer\",\"kind\":\"pattern\",\"id\":\"pat-7\",\"ordinal\":1,"
                                + "\"missing\":[\"agent\",\"timestamp\"],\"timestamp_from\":\"created\"}");
        assertThat(cli.run("optimize", "gc", "--explain").out())
                .contains("pat-7", "completed: agent, timestamp", "2 items would be completed");
        assertThat(cli.run("maintain", "--dry-run").out())
                .contains("would add a missing id, agent or timestamp to 2 items");
        assertThat(cli.run("optimize", "gc", "--no-complete").out()).contains("missing: agent, timestamp");
        assertThat(Files.readString(patterns)).isEqualTo(TWO_ITEMS);
    }

    @Test
    void search_findsAndRanksThem_byWordsAndByFigures() throws IOException {
        assertThat(hits("search", "jitter", "--json")).singleElement().satisfies(hit -> {
            assertThat(hit.string("id")).contains("pat-7");
            assertThat(hit.string("type")).contains("resilience");
            assertThat(hit.decimal("confidence")).hasValue(0.8);
            assertThat(hit.decimal("success_rate")).hasValue(0.9);
            assertThat(hit.string("last_used")).contains("2026-11-20T00:00:00Z");
        });
        assertThat(hits("search", "--min-confidence", "0.75", "--min-success", "0.85", "--json"))
                .hasSize(1);
        assertThat(hits("search", "type:resilience", "--json")).hasSize(1);
        cli.run("optimize", "gc");
        assertThat(hits("search", "cursor", "--json")).as("once it has an id").hasSize(1);
        assertThat(cli.run("search", "jitter").out()).contains("Retry with jitter");
    }

    @Test
    void show_readsThem() throws IOException {
        assertThat(cli.run("show", "pat-7").out()).contains("Retry with jitter", "0.80", "0.90", "12", "2026-11-20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "-1", "1.5", "100"})
    void impossibleNumbers_areNullInDocuments_andDoNotRankFirst(String figure) throws IOException {
        Files.writeString(
                patterns,
                "[{\"id\":\"odd\",\"name\":\"shared words\",\"success_rate\":" + figure + ",\"confidence\":" + figure
                        + "},{\"id\":\"good\",\"name\":\"shared words\",\"success_rate\":0.9,\"confidence\":0.9}]");

        List<JsonObject> hits = hits("search", "--json");

        assertThat(hits).hasSize(2);
        assertThat(hits.getFirst().string("id")).contains("good");
        assertThat(hits.getLast().toString()).contains("\"confidence\":null,\"success_rate\":null");
        assertThat(cli.run("show", "odd", "--json").out()).doesNotContain("Infinity", "NaN");
        assertThat(cli.run("prune", "--explain", "--json").json().number("items_removed"))
                .isZero();
    }

    @Test
    void numberAndStringIds_areTwoItems_andBothAreFound() throws IOException {
        Files.writeString(
                patterns,
                "[{\"id\":5,\"name\":\"a number\"},{\"id\":\"5\",\"name\":\"a string\"},{\"id\":6,\"name\":\"six\"}]");

        assertThat(cli.run("optimize", "gc", "--json").json().number("items_removed"))
                .isZero();

        assertThat(Files.readString(patterns)).contains("a number", "a string");
        assertThat(cli.run("show", "6").out()).contains("six");
        assertThat(hits("search", "id:5", "--json")).hasSize(2);
        cli.run("pin", "6");
        assertThat(cli.run("pin").out()).contains("6");
    }
}
