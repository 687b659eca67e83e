package loom.aml.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.AgentNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a sample, their sizes, and reproducibility. */
class SampleFilesTest {
    private static final SamplePolicy SMALL = Sample.DEFAULT.withItems(400);

    @TempDir
    private Path directory;

    private SampleReport write(String name, SamplePolicy policy) throws IOException {
        return SampleStore.write(new LocalDisk(), directory.resolve(name), policy, LabelSink.NONE);
    }

    private SortedMap<String, byte[]> files(String name) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        Path root = directory.resolve(name);
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    private SortedMap<String, String> texts(String name) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files(name).entrySet()) {
            texts.put(file.getKey(), TestStore.textOf(file.getValue()));
        }
        return texts;
    }

    private static Set<String> ids(Map<String, String> texts) {
        Set<String> ids = new HashSet<>();
        texts.values()
                .forEach(text -> text.lines()
                        .filter(line -> line.startsWith("    \"id\": \"") && !line.contains("\"\""))
                        .forEach(ids::add));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void write_givesSameBytesForSamePolicyOnAnyNumberOfThreads(int threads) throws IOException {
        SamplePolicy policy = SMALL.withGzip(true).withSchema(SampleSchema.V1_2_0);
        write("one", policy);
        SampleStore.write(new LocalDisk(), directory.resolve("other"), policy, LabelSink.NONE, threads);

        assertThat(files("other")).containsExactlyEntriesOf(files("one"));
    }

    @Test
    void write_reportsTheSameLabelsInTheSameOrder() throws IOException {
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        SampleStore.write(new LocalDisk(), directory.resolve("one"), SMALL, sink(one), 1);
        SampleStore.write(new LocalDisk(), directory.resolve("other"), SMALL, sink(other), 4);

        assertThat(one).hasSize(400).isEqualTo(other);
    }

    private static LabelSink sink(List<String> lines) {
        return (agent, kind, ordinal, id, label) -> lines.add(
                agent + kind + ordinal + id + label + Thread.currentThread().threadId());
    }

    @Test
    void write_sharesNothingBetweenNeighbouringSeeds() throws IOException {
        // Generators whose seeds differ by multiples of their increment draw the same numbers with an offset.
        write("one", SMALL.withSeed(1));
        write("other", SMALL.withSeed(2));

        assertThat(ids(texts("one"))).hasSizeGreaterThan(350).doesNotContainAnyElementsOf(ids(texts("other")));
    }

    @Test
    void write_givesAnAgentTheSameItemsOnwardsHoweverManyMoreThereAre() throws IOException {
        write("few", SMALL);
        write("many", SMALL.withItems(800));

        String few = texts("few").get("debugger/patterns.json");
        assertThat(texts("many").get("debugger/patterns.json")).startsWith(few.substring(0, few.length() - 2));
    }

    @ParameterizedTest
    @CsvSource({"0, 6", "1, 1", "2, 3", "7, 40", "333, 1", "1000, 6", "2500, 30"})
    void write_plantsExactlyAsManyItemsAsAsked(long items, int agents) throws IOException {
        Sample sample = Sample.of(Sample.DEFAULT.withItems(items).withAgents(agents), directory);
        AtomicInteger read = new AtomicInteger();
        sample.read((_, _) -> read.incrementAndGet());

        assertThat(read).hasValue((int) items);
        assertThat(sample.planted()).hasSize((int) items);
        assertThat(sample.report().items()).isEqualTo(items);
        for (Label label : Label.values()) {
            for (ItemKind kind : ItemKind.RUNTIME) {
                assertThat(sample.report().count(label, kind))
                        .isEqualTo(sample.planted().stream()
                                .filter(one -> one.label() == label && one.kind() == kind)
                                .count());
            }
        }
        assertThat(sample.store().collections()).hasSize(3 * agents);
    }

    @Test
    void write_writesSixtyTwentyFiveAndFifteenPercentOfTheKinds() throws IOException {
        SampleReport report = write("store", Sample.DEFAULT);

        assertThat(sum(report, ItemKind.PATTERN)).isEqualTo(600);
        assertThat(sum(report, ItemKind.SOLUTION)).isEqualTo(250);
        assertThat(sum(report, ItemKind.DECISION)).isEqualTo(150);
    }

    private static long sum(SampleReport report, ItemKind kind) {
        return Stream.of(Label.values())
                .mapToLong(label -> report.count(label, kind))
                .sum();
    }

    @Test
    void write_givesEachAgentFewerItemsThanTheOneBefore() {
        List<Integer> sizes = SampleFile.of(Sample.DEFAULT).stream()
                .filter(file -> file.kind() == ItemKind.PATTERN)
                .map(SampleFile::items)
                .toList();

        assertThat(sizes).isSortedAccordingTo((one, other) -> other - one).doesNotHaveDuplicates();
        assertThat(sizes.getFirst()).isGreaterThan(3 * sizes.getLast());
    }

    @Test
    void agents_haveDistinctNames() {
        Set<String> names = new HashSet<>();
        for (int agent = 0; agent < 1_000; agent++) {
            names.add(Vocabulary.agent(agent));
        }

        assertThat(names).hasSize(1_000).allMatch(AgentNames::isValid);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.25, 0.8, 1})
    void write_makesTheShareOfRotRotten(double rot) throws IOException {
        SampleReport report = write("store", Sample.DEFAULT.withItems(2_000).withRot(rot));

        double share = 1 - report.count(Label.FRESH) / 2_000.0;
        assertThat(share).isCloseTo(rot, within(rot == 0 || rot == 1 ? 0 : 0.02));
    }

    @Test
    void write_plantsTheLabelsInTheSharesOfTheDeck() throws IOException {
        SampleReport report =
                write("store", Sample.DEFAULT.withItems(20_000).withAgents(1).withRot(0.5));

        for (ItemKind kind : ItemKind.RUNTIME) {
            double rotten = sum(report, kind) - report.count(Label.FRESH, kind);
            LabelDeck.percentages(kind)
                    .forEach((label, percent) -> assertThat(report.count(label, kind) / rotten)
                            .as("%s %s", kind, label)
                            .isCloseTo(percent / 100.0, within(0.01)));
        }
    }

    @Test
    void write_makesTheFilesThatTheRuntimeMakes() throws IOException {
        SampleReport report = write("store", SMALL.withAgents(1));

        SortedMap<String, String> texts = texts("store");
        assertThat(texts)
                .containsOnlyKeys(
                        "backend-architect/context.json",
                        "backend-architect/decisions.json",
                        "backend-architect/metrics.json",
                        "backend-architect/patterns.json",
                        "backend-architect/solutions.json",
                        "config.json",
                        "global/cross-agent.json",
                        "global/project-meta.json");
        assertThat(report.files()).isEqualTo(8);
        assertThat(report.bytes())
                .isEqualTo(texts.values().stream()
                        .mapToLong(text -> text.getBytes(UTF_8).length)
                        .sum());
        JsonObject learning = JsonObject.parse(texts.get("backend-architect/metrics.json"))
                .object("learning")
                .orElseThrow();
        assertThat(learning.number("totalPatterns")).isEqualTo(240);
        assertThat(learning.number("activePatterns")).isBetween(200L, 239L);
        for (String name : List.of("config.json", "global/cross-agent.json", "backend-architect/context.json")) {
            assertThat(JsonObject.parse(texts.get(name)).toPrettyString()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.1.0", "1.2.0", "2.0.0"})
    void write_laysJsonOutAsTheRuntimeDoes(String version) throws IOException {
        write("store", SMALL.withSchema(SampleSchema.named(version).orElseThrow()));

        assertThat(texts("store"))
                .allSatisfy((_, text) -> assertThat(indented(text)).isEqualTo(text));
    }

    /** Returns JSON with the whitespace of {@code JSON.stringify(value, null, 2)}. */
    private static String indented(String json) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            switch (c) {
                case ' ', '\n' -> {
                    // Replaced.
                }
                case '"' -> {
                    int end = i + 1;
                    while (json.charAt(end) != '"') {
                        end += json.charAt(end) == '\\' ? 2 : 1;
                    }
                    out.append(json, i, end + 1);
                    i = end;
                }
                case ':' -> out.append(": ");
                case ',' -> out.append(",\n").append("  ".repeat(depth));
                case '{', '[' -> {
                    depth++;
                    String rest = json.substring(i + 1, Math.min(json.length(), i + 100))
                            .strip();
                    boolean isEmpty = rest.startsWith("}") || rest.startsWith("]");
                    out.append(c).append(isEmpty ? "" : "\n" + "  ".repeat(depth));
                }
                case '}', ']' -> {
                    depth--;
                    char before = out.charAt(out.length() - 1);
                    out.append(before == '{' || before == '[' ? "" : "\n" + "  ".repeat(depth))
                            .append(c);
                }
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    @Test
    void write_withGzipHoldsTheSameTexts() throws IOException {
        SampleReport plain = write("plain", SMALL);
        SampleReport gzip = write("gzip", SMALL.withGzip(true));

        assertThat(texts("gzip")).containsExactlyEntriesOf(texts("plain"));
        assertThat(files("gzip"))
                .allSatisfy((name, bytes) -> assertThat(bytes[0] == 0x1f).isEqualTo(!name.equals("config.json")));
        assertThat(gzip.planted()).isEqualTo(plain.planted());
        assertThat(gzip.bytes()).isLessThan(plain.bytes() / 3);
    }

    @Test
    void write_makesTheDirectoriesAbove() throws IOException {
        write("a/b/.loom/memory", SMALL);

        assertThat(directory.resolve("a/b/.loom/memory/debugger/patterns.json")).isNotEmptyFile();
    }

    @Test
    void write_rejectsANonemptyDirectory() throws IOException {
        Files.createDirectories(directory.resolve("store/mine"));

        assertThatThrownBy(() -> write("store", SMALL))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("store");
        assertThat(directory.resolve("store")).isDirectoryContaining(path -> path.endsWith("mine"));
        assertThat(directory.resolve("store").toFile().list()).hasSize(1);
    }

    @Test
    void write_rejectsAFileInItsPlace() throws IOException {
        Files.writeString(directory.resolve("store"), "mine");

        assertThatThrownBy(() -> write("store", SMALL)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(directory.resolve("store")).hasContent("mine");
    }

    @Test
    void write_makesFilesAsOpenAsTheDirectory() throws IOException {
        Path root = Files.createDirectory(directory.resolve("store"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        write("store", SMALL);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("debugger"))))
                .isEqualTo("rwxr-xr-x");
        for (String file : files("store").keySet()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file))))
                    .isEqualTo("rw-r--r--");
        }
    }

    @ParameterizedTest
    @CsvSource({"create, debugger/solutions.json", "write, backend-architect/patterns.json", "createDirectory, global"})
    void write_leavesAnEmptyDirectoryOnFailure(String method, String path) throws IOException {
        Path root = Files.createDirectory(directory.resolve("store"));
        WatchedDisk disk = new WatchedDisk().before(method, path, () -> {
            throw new IOException("no more room");
        });

        assertThatThrownBy(() -> SampleStore.write(disk.disk(), root, SMALL, LabelSink.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("no more room");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void write_leavesAnEmptyDirectoryIfLabelsFail() throws IOException {
        Path root = Files.createDirectory(directory.resolve("store"));
        LabelSink full = (_, _, _, _, _) -> {
            throw new IllegalStateException("full");
        };

        assertThatThrownBy(() -> SampleStore.write(new LocalDisk(), root, SMALL, full))
                .isInstanceOf(IllegalStateException.class);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void write_reportsWhatItCouldNotDelete() throws IOException {
        Path root = Files.createDirectory(directory.resolve("store"));
        WatchedDisk disk = new WatchedDisk()
                .before("createDirectory", "debugger", () -> {
                    throw new IOException("no more room");
                })
                .before("delete", "config.json", () -> {
                    throw new IOException("not mine any more");
                });

        assertThatThrownBy(() -> SampleStore.write(disk.disk(), root, SMALL, LabelSink.NONE))
                .hasMessage("no more room")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("not mine any more"));
        assertThat(root.toFile().list()).containsExactly("config.json");
    }

    @Test
    void write_nestsContexts_andWritesSnakeCase_onlyWhereTheRuntimeDoesNotRead() throws IOException {
        write("new", Sample.DEFAULT.withRot(0).withSchema(SampleSchema.V2_0_0));
        write("old", Sample.DEFAULT.withRot(0));

        assertThat(String.join("", texts("new").values()))
                .contains("\"environment\": {", "\"would_repeat\"", "\"success_metrics\"");
        assertThat(String.join("", texts("old").values()))
                .doesNotContain("\"environment\": {", "\"would_repeat\"", "\"success_metrics\"");
    }

    @Test
    void write_varies() throws IOException {
        write("store", Sample.DEFAULT.withRot(0));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files("store").values().forEach(all::writeBytes);
        String text = all.toString(UTF_8);

        assertThat(text)
                .contains("🚀", "日本語", "Größe", "\\ud83d\\ude00", "Stra\\u00dfe")
                .contains("\\u001b[31m", "\\\\", "\\\"", "\\n", "\\t")
                .contains("\"active\": false", "\"x_origin\"", "2.50", "1e3", "\"embedding\"")
                .contains("\"successMetrics\"", "\"wouldRepeat\"", "\"reviewedAt\"")
                .contains("+02:00\"", "+05:30\"")
                .containsPattern("\"timestamp\": \"[0-9T:.-]+\"");
    }

    @ParameterizedTest
    @CsvSource({
        "codeTemplate, pattern",
        "steps, pattern",
        "stackTraceHash, problem",
        "codeFix, problem",
        "relatedPatterns, problem",
        "outcome, decision",
        "reviewedAt, outcome",
        "improvements, outcome"
    })
    void write_leavesOutWhatIsOptionalAtTimes(String optional, String part) throws IOException {
        write("store", SMALL);
        String all = String.join("", texts("store").values());

        int parts = count(all, "\"" + part + "\": {");
        assertThat(count(all, "\"" + optional + "\": ")).isPositive().isNotEqualTo(parts);
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
