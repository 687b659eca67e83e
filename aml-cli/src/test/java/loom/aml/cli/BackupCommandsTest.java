package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import loom.aml.cli.command.TimeArgument;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupCommandsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path directory;

    private Cli cli;
    private Path memory;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        memory = directory.resolve(".loom/memory");
        assertThat(cli.run("sample", memory.toString(), "--items", "200", "--agents", "3")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private JsonObject create(String... more) throws IOException {
        String[] words = Stream.concat(Stream.of("backup", "create", "--json"), Stream.of(more))
                .toArray(String[]::new);
        Cli.Result result = cli.run(words);
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        return result.json();
    }

    private static String idOf(JsonObject created) {
        return created.object("snapshot").orElseThrow().string("id").orElseThrow();
    }

    /** The part of the id that identifies a snapshot in a list. */
    private static String timeOf(JsonObject snapshot) {
        return idOf(snapshot).substring(0, idOf(snapshot).indexOf('-'));
    }

    private Path patterns() throws IOException {
        try (Stream<Path> files = Files.walk(memory)) {
            return files.filter(file -> file.endsWith("patterns.json"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void edit() throws IOException {
        Path file = patterns();
        Path part = file.resolveSibling("patterns.json.tmp");
        Files.writeString(part, Files.readString(file).replaceFirst("\"technique\": \"", "$0edited "));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void create_snapshotsOnlyWhatChanged() throws IOException {
        JsonObject full = create();
        assertThat(full.isTrue("new")).isTrue();
        assertThat(full.object("snapshot").orElseThrow().string("kind")).contains("full");

        JsonObject same = create();
        assertThat(same.isTrue("new")).isFalse();
        assertThat(idOf(same)).isEqualTo(idOf(full));
        assertThat(same.number("bytes_added")).isZero();

        edit();
        JsonObject increment = create("--description", "after the edit");
        assertThat(increment.object("snapshot").orElseThrow().string("parent")).contains(idOf(full));
        Cli.Result list = cli.run("backup", "list");
        assertThat(list.out()).contains(timeOf(full), timeOf(increment), "after the edit");
        Cli.Result diff = cli.run("backup", "diff", idOf(full), idOf(increment));
        assertThat(diff.out()).contains("~ ", "0 added, 1 changed, 0 removed");
        JsonObject asJson = cli.run("backup", "diff", idOf(full), "--json").json();
        assertThat(asJson.objects("differences")).hasSize(1);
        assertThat(cli.run("backup", "show", "--json").json().objects("contents"))
                .isNotEmpty();
    }

    @Test
    void restore_bringsBackTheSnapshot_andUndoRevertsIt() throws IOException {
        byte[] before = Files.readAllBytes(patterns());
        create();
        edit();
        byte[] edited = Files.readAllBytes(patterns());

        Cli.Result dry = cli.run("backup", "restore", "--dry-run");
        assertThat(dry.out()).contains("~ ", "0 added, 1 changed, 0 removed", "nothing was changed");
        assertThat(patterns()).hasBinaryContent(edited);

        Cli.Result restored = cli.run("backup", "restore", "--json");
        assertThat(restored.code()).as(restored.out()).isEqualTo(ExitCode.DONE);
        assertThat(restored.out()).contains("agent may be running");
        assertThat(patterns()).hasBinaryContent(before);

        assertThat(cli.run("undo").code()).isEqualTo(ExitCode.DONE);
        assertThat(patterns()).hasBinaryContent(edited);
        assertThat(cli.run("backup", "restore", "--dry-run").out())
                .as("what aml wrote itself is no sign of an agent")
                .doesNotContain("agent may be running");
    }

    @Test
    void oldFlags_ofTheFirstTool_areUnderstood() throws IOException {
        String first = idOf(create("--incremental"));
        edit();
        create("--incremental");

        assertThat(cli.run("backup", "create", "--incremental", "--full").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("backup", "verify", "--backup-id", first).code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("backup", "show", "--backup-id", first).out()).contains(first);
        assertThat(cli.run("backup", "drill", "--backup-id", first).code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("backup", "restore", "--backup-id", first, "--yes").code())
                .isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(patterns())).doesNotContain("edited ");
        assertThat(cli.run("backup", "restore", "20200101T000000.000Z-0000", "--backup-id", first)
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void restore_recreatesADeletedStore() throws IOException {
        byte[] before = Files.readAllBytes(patterns());
        String name = memory.relativize(patterns()).toString();
        create();
        Files.move(memory, directory.resolve("gone"));

        assertThat(cli.run(memory.toString(), "backup", "list").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run(memory.toString(), "backup", "verify").code()).isEqualTo(ExitCode.DONE);
        Cli.Result restored = cli.run(memory.toString(), "backup", "restore");

        assertThat(restored.code()).as(restored.err()).isEqualTo(ExitCode.DONE);
        assertThat(memory.resolve(name)).hasBinaryContent(before);
    }

    @Test
    void restore_intoAFolder_isTheSameTree() throws IOException {
        create();
        Path target = directory.resolve("copy");

        assertThat(cli.run("backup", "restore", "--target", target.toString()).code())
                .isEqualTo(ExitCode.DONE);

        assertThat(target.resolve(memory.relativize(patterns()))).hasBinaryContent(Files.readAllBytes(patterns()));
        assertThat(cli.run("backup", "restore", "--target", target.toString()).err())
                .contains("already exists");
        assertThat(cli.run("backup", "restore", "--target", "x", "--item", "y").code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void restore_ofOneItem_leavesTheRest() throws IOException {
        create();
        edit();
        String id = Files.readString(patterns()).replaceFirst("(?s).*?\"id\": \"([^\"]+)\".*", "$1");

        Cli.Result restored = cli.run("backup", "restore", "--item", id);

        assertThat(restored.code()).as(restored.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(patterns())).doesNotContain("\"technique\": \"edited ");
        assertThat(cli.run("backup", "restore", "--item", "no-such-id").out()).contains("is not in snapshot");
    }

    @Test
    void restore_ofAnUnknownSnapshot_namesTheAvailableOnes() throws IOException {
        assertThat(cli.run("backup", "restore").err()).contains("no snapshot of the whole store");
        String id = idOf(create());
        Cli.Result early = cli.run("backup", "restore", "--at", "2020-01-01T00:00:00Z");
        assertThat(early.code()).isEqualTo(ExitCode.FAILED);
        assertThat(early.err()).contains("the first is " + id);
        assertThat(cli.run("backup", "restore", "--at", "soon").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("backup", "restore", "--at", "2099-01-01", "--dry-run")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(cli.run("backup", "show", "2020").err()).contains("no snapshot '2020'");
        assertThat(cli.run("backup", "restore", "--agents", "nobody").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void verify_reportsDamage_andEndsAsPartlyDone() throws IOException {
        create();
        Path segment;
        try (Stream<Path> files = Files.walk(directory)) {
            segment = files.filter(file -> file.toString().contains("segments/")
                            && file.toString().endsWith(".zst"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 3] ^= 1;
        Files.write(segment, bytes);

        Cli.Result verified = cli.run("backup", "verify");

        assertThat(verified.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(verified.out()).contains("found damage", "its SHA-256 is not its name");
        assertThat(cli.run("backup", "verify", "--all", "--json").json().isTrue("sound"))
                .isFalse();
        Cli.Result auto = cli.run("backup", "auto");
        assertThat(auto.out()).contains("full");
        assertThat(cli.run("backup", "verify").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void auto_drillAndRotate_reportTheirResults() throws IOException {
        assertThat(cli.run("backup", "auto", "--json")
                        .json()
                        .object("verify")
                        .orElseThrow()
                        .isTrue("sound"))
                .isTrue();
        assertThat(cli.run("backup", "drill").out()).contains("restored and compared");
        edit();
        create();
        assertThat(cli.run("backup", "rotate", "--hourly", "1", "--daily", "0", "--dry-run")
                        .out())
                .contains("nothing was removed");
        assertThat(cli.run("backup", "rotate").out()).contains("kept");
        assertThat(cli.run("history").out()).contains("backup auto", "backup drill", "backup create");
        assertThat(cli.run("backup", "rotate", "--max-count", "0").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void create_ofAnUnknownAgent_isRejected() throws IOException {
        String agent = memory.relativize(patterns()).getName(0).toString();
        JsonObject some = create("--agents", agent);
        assertThat(some.object("snapshot").orElseThrow().strings("agents")).containsExactly(agent);
        assertThat(cli.run("backup", "create", "--agents", "nobody").code()).isEqualTo(ExitCode.USAGE);
    }

    /** Runs the shell lines of the documentation unchanged. */
    private List<String> runDocumentedLines(String generation, String snapshot, String file) throws Exception {
        assumeTrue(isInstalled("zstd") && isInstalled("sha256sum"), "zstd or sha256sum is not installed here");
        Path docs = Path.of("").toAbsolutePath().resolveSibling("docs");
        String page = Files.readString(docs.resolve("backup-format.md"));
        int from = page.indexOf("```sh\n") + "```sh\n".length();
        String lines = page.substring(from, page.indexOf("```", from));
        Files.createDirectories(directory.resolve("docs"));
        Files.copy(docs.resolve("recover.sh"), directory.resolve("docs/recover.sh"));
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", lines)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().putAll(Map.of("GENERATION", generation, "SNAPSHOT", snapshot, "FILE", file));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(directory.resolve("err"))).isEmpty();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(directory.resolve("out"));
    }

    @Test
    void recoverByHand_restoresTheFile() throws Exception {
        create();
        edit();
        JsonObject increment = create().object("snapshot").orElseThrow();
        String path = memory.relativize(patterns()).toString();

        List<String> out = runDocumentedLines(
                increment.string("generation").orElseThrow(),
                increment.string("id").orElseThrow(),
                path);

        assertThat(out.get(0)).as("the seal of the manifest").hasSize(64).isEqualTo(out.get(1));
        assertThat(out).contains(path, "config.json");
        assertThat(directory.resolve("recovered")).hasBinaryContent(Files.readAllBytes(patterns()));
    }

    @Test
    void recoverByHand_restoresAnOldSnapshot_afterARepack() throws Exception {
        byte[] text = Files.readAllBytes(patterns());
        JsonObject full = create().object("snapshot").orElseThrow();
        edit();
        create();
        edit();
        create();
        assertThat(cli.run("backup", "repack", "--all").code()).isEqualTo(ExitCode.DONE);

        runDocumentedLines(
                full.string("generation").orElseThrow(),
                full.string("id").orElseThrow(),
                memory.relativize(patterns()).toString());

        assertThat(directory.resolve("recovered")).hasBinaryContent(text);
    }

    @Test
    void recoverByHand_acceptsTheNameFromTheManifest() throws Exception {
        String path = "r\udce9v\"\n\\x/patterns.json";
        Path file = FileName.resolve(memory, path);
        Files.createDirectory(file.getParent());
        Files.copy(patterns(), file);
        JsonObject full = create().object("snapshot").orElseThrow();
        String inJson = "r\\uDCE9v\\\"\\n\\\\x/patterns.json";

        List<String> out = runDocumentedLines(
                full.string("generation").orElseThrow(), full.string("id").orElseThrow(), inJson);

        assertThat(out).contains(inJson);
        assertThat(directory.resolve("recovered")).hasSameBinaryContentAs(patterns());
    }

    @Test
    void recoverByHand_restoresTheTextOfAGzipFile() throws Exception {
        byte[] text = Files.readAllBytes(patterns());
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(patterns()))) {
            gzip.write(text);
        }
        JsonObject full = create().object("snapshot").orElseThrow();

        runDocumentedLines(
                full.string("generation").orElseThrow(),
                full.string("id").orElseThrow(),
                memory.relativize(patterns()).toString());

        assertThat(directory.resolve("recovered")).hasBinaryContent(text);
    }

    @Test
    void recoverByHand_namesWhatIsMissing() throws Exception {
        assumeTrue(isInstalled("zstd"), "zstd is not installed here");
        JsonObject full = create().object("snapshot").orElseThrow();
        String generation = full.string("generation").orElseThrow();
        String snapshot = full.string("id").orElseThrow();
        String folder = directory
                .resolve(".loom/memory-backup/aml/generations")
                .resolve(generation)
                .toString();

        assertThat(recover()).startsWith("usage: ");
        assertThat(recover(folder, "2020", "a.json")).startsWith("no snapshot 2020 in " + folder);
        assertThat(recover(folder, snapshot, "a.json")).isEqualTo("no file a.json in snapshot " + snapshot + "\n");
    }

    /** Returns the message of recover.sh when it fails. */
    private String recover(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "../docs/recover.sh"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String message = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        return message;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:30:00Z, 2026-11-23T10:30:00Z",
        "2026-11-23T10:30:00+05:30, 2026-11-23T05:00:00Z",
        "2026-11-23T10:30-03:00, 2026-11-23T13:30:00Z",
        "2026-11-23T10:30, 2026-11-23T09:30:00Z",
        "2026-11-23 10:30:05, 2026-11-23T09:30:05Z",
        "2026-11-23, 2026-11-23T22:59:59.999Z"
    })
    void time_isAcceptedInUsualFormats(String text, String instant) {
        assertThat(TimeArgument.parse(text, BERLIN)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-13-01", "10:30", "2026-11-23T25:00", "2026-11-23T10:30+99:00"})
    void time_thatIsInvalid_isRejected(String text) {
        assertThatThrownBy(() -> TimeArgument.parse(text, BERLIN)).isInstanceOf(UsageException.class);
    }
}
