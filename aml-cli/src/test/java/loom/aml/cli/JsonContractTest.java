package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the output of {@code --json} against the schemas in {@code docs/json}. */
class JsonContractTest {
    private static final String SNAKE_CASE = "[a-z][a-z0-9]*(_[a-z0-9]+)*";

    /** Optional keys: of one option, or of some errors. */
    private static final Set<String> OPTIONAL = Set.of("explained", "completed", "findings", "matches", "current");

    @TempDir
    private static Path made;

    private static MadeSituations situations;
    private static JsonSchemas schemas;

    @BeforeAll
    static void makeSituations() throws IOException {
        schemas = new JsonSchemas();
        situations = new MadeSituations(made);
    }

    static List<Scenario> scenarios() throws IOException {
        return Scenario.all();
    }

    static List<CommandEntry> commands() {
        return Commands.ALL;
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void output_isOneDocumentThatMatchesItsSchema(Scenario scenario, @TempDir Path project) throws IOException {
        Cli.Result result = situations.play(scenario, project, cli -> cli, "--json");
        assertThat(result.code()).as(result.err()).isEqualTo(scenario.code());
        holds(scenario.entry(), result);
        boolean isError = JsonSchemas.parse(result.out()).has("error");
        assertThat(isError).isEqualTo(isWithoutResult(result.code()) || isWithoutResult(scenario));
    }

    private static boolean isWithoutResult(ExitCode code) {
        return code == ExitCode.FAILED
                || code == ExitCode.USAGE
                || code == ExitCode.NO_STORE
                || code == ExitCode.CONFLICT;
    }

    /** The item was not found, but some files could not be read. */
    private static boolean isWithoutResult(Scenario scenario) {
        return scenario.line().contains(" no-such-item");
    }

    private static void holds(CommandEntry entry, Cli.Result result) {
        JsonNode document = JsonSchemas.parse(result.out());
        assertThat(schemas.faults(entry, result.out())).as(result.out()).isEmpty();
        assertThat(keysThatAreNotSnakeCase(document)).isEmpty();
        assertThat(result.out()).startsWith("{").endsWith("}\n");
        isStrict(entry, document);
    }

    /** A schema that accepts everything is useless. */
    private static void isStrict(CommandEntry entry, JsonNode document) {
        for (String key : List.copyOf(document.propertyNames())) {
            ObjectNode without = ((ObjectNode) document).deepCopy();
            without.remove(key);
            if (!OPTIONAL.contains(key) || !document.has("error") && key.equals("findings")) {
                assertThat(schemas.faults(entry, without.toString()))
                        .as("without " + key)
                        .isNotEmpty();
            }
        }
        for (ObjectNode object : closed((ObjectNode) document)) {
            object.put("not_promised", 1);
            assertThat(schemas.faults(entry, document.toString()))
                    .as("more in " + object)
                    .isNotEmpty();
            object.remove("not_promised");
        }
    }

    /** Returns the objects in a document, the first of each list. The values of a rule have any form. */
    private static List<ObjectNode> closed(ObjectNode object) {
        List<ObjectNode> all = new ArrayList<>(List.of(object));
        object.propertyStream()
                .filter(property -> !property.getKey().equals("values"))
                .forEach(property -> {
                    JsonNode value =
                            property.getValue().isArray() ? property.getValue().path(0) : property.getValue();
                    if (value instanceof ObjectNode inner) {
                        all.addAll(closed(inner));
                    }
                });
        return all;
    }

    private static List<String> keysThatAreNotSnakeCase(JsonNode node) {
        List<String> wrong = new ArrayList<>();
        node.propertyStream().forEach(property -> {
            if (!property.getKey().matches(SNAKE_CASE)) {
                wrong.add(property.getKey());
            }
        });
        node.valueStream().forEach(child -> wrong.addAll(keysThatAreNotSnakeCase(child)));
        return wrong;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_hasASchemaAndIsRunForAResult(CommandEntry entry) throws IOException {
        assertThat(schemas.byName()).containsKey(JsonSchemas.nameOf(entry));
        assertThat(scenarios())
                .anyMatch(scenario ->
                        scenario.entry().fullName().equals(entry.fullName()) && !isWithoutResult(scenario.code()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void wrongUsage_isAnErrorDocumentOfTheCommand(CommandEntry entry) {
        Cli.Result result =
                Situation.cli(situations.project(Situation.EMPTY)).run(words(entry.fullName() + " --json --no-such"));
        assertThat(result.code()).isEqualTo(entry.command().failure(ExitCode.USAGE));
        holds(entry, result);
    }

    @Test
    void noStore_isAnErrorDocumentOfEveryCommandThatNeedsOne() throws IOException {
        Set<String> without = new TreeSet<>();
        for (Scenario scenario : scenarios()) {
            CommandEntry entry = scenario.entry();
            boolean needsAStore = scenarios().stream()
                    .noneMatch(other -> other.situation() == Situation.NOTHING
                            && other.entry().fullName().equals(entry.fullName()));
            if (needsAStore && without.add(entry.fullName())) {
                String line = scenario.line().replace("{", "").replace("}", "");
                Cli.Result result =
                        Situation.cli(situations.project(Situation.NOTHING)).run(words(line + " --json"));
                assertThat(result.code()).as(line).isEqualTo(ExitCode.NO_STORE);
                holds(entry, result);
            }
        }
        assertThat(without).contains("prune", "maintain", "backup list");
    }

    @Test
    void lockedStore_isAnErrorDocument(@TempDir Path project) throws IOException {
        Situation.copy(situations.project(Situation.LIVED), project);
        try (FileChannel channel =
                        FileChannel.open(project.resolve(".loom/memory/.aml-lock"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            Cli cli = Situation.cli(project).with("LOOM_AML_LOCK_WAIT", "0");
            for (CommandEntry entry : Commands.ALL) {
                if (Set.of("maintain", "prune", "undo").contains(entry.fullName())) {
                    Cli.Result result = cli.run(words(entry.fullName() + " --json"));
                    assertThat(result.code()).isEqualTo(ExitCode.LOCKED);
                    assertThat(result.json().string("error")).contains("locked");
                    holds(entry, result);
                }
            }
        }
    }

    @Test
    void noCommand_isAnErrorDocument() {
        for (String line : new String[] {"prnue --json", "--json", "optimize --json"}) {
            Cli.Result result =
                    Situation.cli(situations.project(Situation.NOTHING)).run(words(line));
            assertThat(result.code()).isEqualTo(ExitCode.USAGE);
            assertThat(schemas.faults("error", result.out())).isEmpty();
        }
    }

    static Stream<String> names() throws IOException {
        return new JsonSchemas().byName().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void schema_describesEveryKeyAndIsClosed(String name) {
        List<String> faults = new ArrayList<>();
        describes(name, schemas.byName().get(name), faults);
        assertThat(faults).isEmpty();
    }

    /** Every key has a description, and every object excludes other keys. */
    private static void describes(String where, JsonNode schema, List<String> faults) {
        JsonNode properties = schema.path("properties");
        properties.propertyStream().forEach(property -> {
            JsonNode promised = property.getValue();
            boolean isCondition = where.endsWith("/if");
            if (!isCondition && promised.path("description").asString("").isBlank()) {
                faults.add(where + "/" + property.getKey() + " has no description");
            }
            if (!property.getKey().matches(SNAKE_CASE)) {
                faults.add(where + "/" + property.getKey() + " is not snake_case");
            }
        });
        schema.propertyStream().forEach(part -> {
            if (part.getValue().isObject()) {
                describes(where + "/" + part.getKey(), part.getValue(), faults);
            } else if (part.getValue().isArray()) {
                part.getValue().valueStream().forEach(one -> describes(where + "/" + part.getKey(), one, faults));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void schema_examplesMatchIt(String name) {
        schemas.byName()
                .get(name)
                .path("examples")
                .valueStream()
                .forEach(example -> assertThat(schemas.faults(name, example.toString()))
                        .as(example.toPrettyString())
                        .isEmpty());
    }

    @Test
    void page_listsTheSchemaOfEveryCommand() throws IOException {
        String page = Files.readString(JsonSchemas.FOLDER.resolveSibling("json.md"));
        StringBuilder table = new StringBuilder("| command | schema |\n|---|---|\n");
        for (CommandEntry entry : Commands.ALL) {
            String name = JsonSchemas.nameOf(entry);
            table.append("| `aml %s` | [%s](json/%s.schema.json) |\n".formatted(entry.fullName(), name, name));
        }
        assertThat(page).endsWith(table);
        for (ExitCode code : ExitCode.USUAL) {
            assertThat(page).contains("\n| " + code.number() + " |");
        }
    }

    @Test
    void page_showsARealError() throws IOException {
        String page = Files.readString(JsonSchemas.FOLDER.resolveSibling("json.md"));
        int begin = page.indexOf("```json\n") + "```json\n".length();
        assertThat(schemas.faults("prune", page.substring(begin, page.indexOf("```", begin))))
                .isEmpty();
    }

    @Test
    void schemas_existForCommandsAndTheRestInterfaceOnly() {
        Set<String> expected = new TreeSet<>(Set.of("defs", "error", "several"));
        expected.addAll(Set.of("problem", "operation", "operations", "jobs", "sign-in-link"));
        Commands.ALL.forEach(entry -> expected.add(JsonSchemas.nameOf(entry)));
        assertThat(schemas.byName().keySet()).isEqualTo(expected);
    }
}
