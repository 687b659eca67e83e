package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of show, agents and warm-cache. */
class RecallCommandsTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private Path store;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        store = directory.resolve(".loom/memory");
        assertThat(cli.run("sample", store.toString(), "--items", "60", "--agents", "2", "--seed", "3")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private String anId() throws IOException {
        String text = Files.readString(store.resolve("backend-architect/patterns.json"));
        int at = text.indexOf("\"id\": \"") + 7;
        return text.substring(at, text.indexOf('"', at));
    }

    @Test
    void show_byIdAndByItsBeginning_printsTheItem() throws IOException {
        String id = anId();

        Cli.Result shown = cli.run("show", id);

        assertThat(shown.code()).isEqualTo(ExitCode.DONE);
        assertThat(shown.out())
                .contains("pattern " + id, "backend-architect", "technique", "confidence", "patterns.json, byte ");
        assertThat(cli.run("show", id.substring(0, 13)).out()).isEqualTo(shown.out());
    }

    @Test
    void show_onATerminal_wrapsLinesAtBlanks_andListsElements() throws IOException {
        String text = Files.readString(store.resolve("backend-architect/patterns.json"));
        String why =
                "A reason that has so many words that no terminal of eighty columns has room for all of them at once.";
        String id = anId();
        String item = text.substring(text.indexOf('{'), text.indexOf("\n  {", text.indexOf('{') + 5))
                .replaceFirst("\"rationale\": \"[^\"]*\"", "\"rationale\": \"" + why + "\"")
                .replaceFirst("\"whenApplicable\": \\[[^]]*]", "\"whenApplicable\": [\"the lock\",\n \"is held\"]");
        Files.writeString(
                store.resolve("backend-architect/patterns.json"),
                "[" + item.strip().replaceFirst(",$", "") + "]");

        Cli.Result shown = cli.onTerminal().with("NO_COLOR", "1").run("show", id);

        assertThat(shown.out())
                .contains(
                        "why           A reason that has so many words that no terminal of eighty\n                columns",
                        "when          the lock; is held")
                .doesNotContain("\\x0a");
        assertThat(shown.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void show_raw_printsOnlyTheBytesOfTheItem() throws IOException {
        String id = anId();
        String raw = cli.run("show", id, "--raw").out();

        assertThat(raw).startsWith("{").endsWith("}").contains(id);
        assertThat(Files.readString(store.resolve("backend-architect/patterns.json")))
                .contains(raw);
        JsonObject json = cli.run("show", id, "--json").json();
        assertThat(json.string("text")).contains(raw);
        assertThat(json.string("kind")).contains("pattern");
        assertThat(json.number("bytes")).isEqualTo(raw.length());
    }

    @Test
    void show_ofSeveral_listsThem_andOfNone_reportsThat() throws IOException {
        Cli.Result none = cli.run("show", "no-such-id");
        assertThat(none.code()).isEqualTo(ExitCode.FAILED);
        assertThat(none.err()).contains("no item has an id that begins with no-such-id");
        assertThat(cli.run("show", "no-such-id", "--json").json().string("message"))
                .hasValueSatisfying(what -> assertThat(what).contains("no item has an id that begins with no-such-id"));
        String id = anId();
        String text = Files.readString(store.resolve("backend-architect/patterns.json"));
        Files.createDirectories(store.resolve("copycat"));
        Files.writeString(store.resolve("copycat/patterns.json"), text);

        Cli.Result several = cli.run("show", id);

        assertThat(several.code()).isEqualTo(ExitCode.FAILED);
        assertThat(several.out()).contains("copycat", "backend-architect");
        assertThat(several.err()).contains("2 items have an id that begins with", "--agents");
        assertThat(cli.run("show", id, "--agents", "copycat").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("show", id, "--kind", "solution").code()).isEqualTo(ExitCode.FAILED);
        assertThat(cli.run("show", id, "--kind", "memo").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void show_inAPartlyUnreadableStore_reportsThatThereMayBeMore() throws IOException {
        Files.writeString(store.resolve("backend-architect/decisions.json"), "[{");

        Cli.Result none = cli.run("show", "no-such-id");

        assertThat(none.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(none.err()).contains("in what can be read");
        assertThat(none.out()).contains("backend-architect/decisions.json");
    }

    @Test
    void agents_listsItemsSizesAndEncodings() throws IOException {
        cli.run("optimize", "compress", "--age-days", "0", "--agents", "backend-architect");

        Cli.Result agents = cli.run("agents");

        assertThat(agents.code()).isEqualTo(ExitCode.DONE);
        assertThat(agents.out()).contains("backend-architect", "gzip", "plain", "patterns", "newest");
        JsonObject json = cli.run("agents", "--json").json();
        long items = json.objects("agents").stream()
                .mapToLong(agent -> agent.number("patterns") + agent.number("solutions") + agent.number("decisions"))
                .sum();
        assertThat(items).isEqualTo(60);
        Files.writeString(store.resolve("backend-architect/decisions.json"), "[{");
        assertThat(cli.run("agents").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(cli.run("agents").out()).contains("backend-architect/decisions.json: truncated text");
    }

    @Test
    void warmCache_listsItems_andADryRunWritesNothing() throws IOException {
        Path list = directory.resolve(".loom/memory-state/recall/warm.json");
        assertThat(cli.run("optimize", "warm-cache", "--dry-run").out()).contains("nothing was written");
        assertThat(list).doesNotExist();

        Cli.Result warmed = cli.run("optimize", "warm-cache");

        assertThat(warmed.code()).isEqualTo(ExitCode.DONE);
        assertThat(warmed.out()).contains("warm-cache: ", "of a cache of 10.0 MB");
        assertThat(JsonObject.parse(Files.readAllBytes(list)).objects("items")).isNotEmpty();
        assertThat(cli.run("optimize", "warm-cache", "--json").json().number("items"))
                .isPositive();
    }
}
