package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of search and of the index. */
class SearchCommandsTest {
    private static final long TICK_MS = 100;

    @TempDir
    private Path directory;

    private Cli cli;
    private Path store;

    @BeforeEach
    void store() throws IOException {
        cli = new Cli(directory);
        store = directory.resolve(".loom/memory");
        assertThat(cli.run("sample", store.toString(), "--items", "300", "--agents", "2", "--seed", "3")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void search_findsByWords_andExplainsMatches() throws IOException {
        Cli.Result found = cli.run("search", "connection", "pool", "--limit", "2");

        assertThat(found.code()).isEqualTo(ExitCode.DONE);
        assertThat(found.err()).contains("index: built");
        assertThat(found.out()).contains("because", "connection ", " + pool ", "items found, 1 to 2 shown");
        assertThat(cli.run("search", "connection", "pool").err()).isEmpty();
    }

    @Test
    void search_asJson_isOneDocument() throws IOException {
        JsonObject json =
                cli.run("search", "\"the pool\"", "--facets", "--json").json();

        assertThat(json.string("answered_from")).contains("index");
        JsonObject hit = json.objects("hits").getFirst();
        assertThat(hit.string("text").orElseThrow()).contains("the pool");
        assertThat(hit.objects("reasons"))
                .singleElement()
                .satisfies(reason -> assertThat(reason.decimal("part")).isPresent());
        assertThat(json.object("facets").orElseThrow().objects("kinds")).isNotEmpty();
        assertThat(Files.readString(store.resolve(hit.string("file").orElseThrow())))
                .contains(hit.string("text").orElseThrow());
    }

    @Test
    void pages_followEachOther_withoutGapOrOverlap() throws IOException {
        JsonObject all = cli.run("search", "--json", "--limit", "10").json();
        JsonObject first = cli.run("search", "--json", "--limit", "4").json();
        JsonObject then =
                cli.run("search", "--json", "--limit", "6", "--offset", "4").json();

        assertThat(all.objects("hits").stream().map(JsonObject::toString).toList())
                .containsExactlyElementsOf(Stream.concat(first.objects("hits").stream(), then.objects("hits").stream())
                        .map(JsonObject::toString)
                        .toList());
    }

    @Test
    void filters_areEquivalentToFields() throws IOException {
        String byFields = cli.run(
                        "search",
                        "kind:pattern",
                        "confidence:>=0.5",
                        "success:>=0.4",
                        "age:<=90d",
                        "active:true",
                        "--sort",
                        "confidence")
                .out();
        String byOptions = cli.run(
                        "search",
                        "--kinds",
                        "patterns",
                        "--min-confidence",
                        "0.5",
                        "--min-success",
                        "0.4",
                        "--since",
                        "90d",
                        "--active",
                        "true",
                        "--sort",
                        "confidence")
                .out();

        assertThat(byOptions).isEqualTo(byFields).contains("pattern");
    }

    @Test
    void invalidSyntax_isSearchedAsWords_andReported() throws IOException {
        Cli.Result open = cli.run("search", "renderer \"hot path", "--json");
        assertThat(open.code()).isEqualTo(ExitCode.DONE);
        assertThat(open.err()).contains("the quote before 'hot' is not closed");
        assertThat(open.json().strings("query_notes")).hasSize(1);
        assertThat(cli.run("search", "@renderer").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("search", "--json", "--", "--renderer").json().number("total"))
                .isEqualTo(cli.run("search", "renderer", "--json").json().number("total"));
        assertThat(cli.run("search", "--renderer => failed").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void invalidOptions_areRejected() throws IOException {
        assertThat(cli.run("search", "--bogus", "x").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("search", "x", "--sort", "size").err()).contains("relevance, confidence");
        assertThat(cli.run("search", "x", "--since", "yesterday").err()).contains("--since yesterday: not an age");
        assertThat(cli.run("search", "x", "--min-success", "7").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("search", "x", "--agents", "backend-architct").err()).contains("did you mean");
        assertThat(cli.run("search", "x", "--limit", "-1").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anExcludedWord_mayBeTheOnlyWord() throws IOException {
        JsonObject all = cli.run("search", "--json").json();
        JsonObject with = cli.run("search", "renderer", "--json").json();
        JsonObject without = cli.run("search", "-renderer", "--json").json();

        assertThat(without.number("total")).isPositive().isEqualTo(all.number("total") - with.number("total"));
    }

    @Test
    void wordsThatNoItemCombines_areFoundSeparately() throws IOException {
        Cli.Result found = cli.run("search", "renderer", "zzzzz");

        assertThat(found.out()).contains("no item contains all of these words");
        assertThat(cli.run("search", "zzzzz").out()).contains("nothing found");
    }

    @Test
    void anUnreadableFile_isReported_andTheRestIsSearched() throws IOException {
        Files.writeString(store.resolve("backend-architect/patterns.json"), "[{\"id\":");

        Cli.Result found = cli.run("search", "hot", "path");

        assertThat(found.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(found.err()).contains("backend-architect/patterns.json cannot be read");
        assertThat(found.out()).contains("items found");
    }

    @Test
    void index_isBuilt_thenUpToDate_thenRebuilt() throws IOException, InterruptedException {
        // A file may change again within the same tick of the clock.
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
        // The change time cannot be set, so wait.
        Thread.sleep(TICK_MS);
        assertThat(cli.run("optimize", "index").out()).contains("✓ index: built, ");
        assertThat(cli.run("optimize", "index", "--json").json().string("work")).contains("fresh");
        assertThat(cli.run("optimize", "index", "--rebuild", "--json").json().string("work"))
                .contains("built");
        assertThat(cli.run("monitor", "performance", "--json").json().toString())
                .contains("\"index\"");
    }

    @Test
    void all_runsItsStepsInOrder() throws IOException {
        assertThat(cli.run("optimize", "all", "--dry-run").out()).contains("the index would be built");
        Cli.Result all = cli.run("optimize", "all");
        assertThat(all.code()).isEqualTo(ExitCode.DONE);
        assertThat(all.out()).contains("gc: ", "compress: ", "index: built", "warm-cache: ");
        JsonObject again = cli.run("optimize", "all", "--json").json();
        assertThat(again.object("index").orElseThrow().number("items_added")).isZero();
    }

    @Test
    void maintain_updatesTheIndex_unlessDisabled() throws IOException {
        Files.writeString(directory.resolve(".loom/aml.toml"), "[index]\nin_maintain = false\n");
        assertThat(cli.run("maintain", "-v").out()).doesNotContain("index: built");
        Files.delete(directory.resolve(".loom/aml.toml"));
        assertThat(cli.run("maintain", "-v").out()).contains("✓ index: built", "✓ index");
    }
}
