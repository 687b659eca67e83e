package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.fixture.ConformanceSuite;
import loom.aml.server.fixture.NodePackages;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official conformance suite against the real server. Most scenarios call tools, prompts and resources that only a
 * fixture server has; {@code ConformanceIT} of aml-server passes those.
 */
class ServerConformanceIT {
    /** Scenarios that consist of calls to a fixture, and those of an extension that this server does not offer. */
    private static final Pattern ABOUT_A_FIXTURE = Pattern.compile("input-required-result-.*|tasks-.*");

    /** The failure of a check that needs a fixture: it names the fixture, or a capability that only the fixture has. */
    private static final Pattern NEEDS_A_FIXTURE = Pattern.compile("unknown (tool|prompt): test_\\w+"
            + "|resource not found: test://.*"
            + "|Tool 'json_schema_2020_12_tool' not found.*"
            + "|method not found: logging/setLevel"
            + "|Not testable: server (does not list the diagnostic tool 'test_|exposes no tool with x-mcp-header).*");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "2026-07-28, 24, tools-list server-sse-multiple-streams resources-list sep-2164-resource-not-found prompts-list"
                + " dns-rebinding-protection caching http-header-validation",
        "2025-11-25, 0, server-initialize ping tools-list server-sse-multiple-streams resources-list resources-subscribe"
                + " resources-unsubscribe prompts-list dns-rebinding-protection server-session-lifecycle"
                + " server-sse-polling"
    })
    void server_passesEveryScenarioWithoutAFixture(String revision, int stateless, String scenarios) throws Exception {
        Optional<ConformanceSuite> suite = ConformanceSuite.install();
        if (suite.isEmpty()) {
            abort("npm cannot install the conformance suite here");
        }
        Path checks = directory.resolve("checks");
        NodePackages.Outcome outcome;
        try (AgentServer server = AgentServer.start(directory)) {
            outcome = suite.get()
                    .run("server", "--url", server.url(), "--requirements", revision, "-o", checks.toString());
        }
        for (String scenario : scenarios.split(" ")) {
            assertThat(outcome.output().lines())
                    .as(outcome.output())
                    .anyMatch(line -> line.startsWith("✓ " + scenario + ":"));
        }
        // Its scenario passes only with the fixture's tools; all checks without them must pass.
        assertThat(outcome.output()).contains(stateless == 0 ? "" : "server-stateless: " + stateless + " passed");
        assertThat(failures(checks))
                .hasSizeGreaterThan(10)
                .allSatisfy(failure ->
                        assertThat(failure.what()).as(failure.scenario()).containsPattern(NEEDS_A_FIXTURE));
    }

    /** A check of the suite that failed. */
    private record Failure(String scenario, String what) {}

    private static List<Failure> failures(Path folder) throws IOException, JsonSyntaxException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.endsWith("checks.json")).toList();
        }
        List<Failure> failures = new ArrayList<>();
        for (Path file : files) {
            String scenario =
                    String.valueOf(file.getName(file.getNameCount() - 2)).replaceFirst("^server-", "");
            if (ABOUT_A_FIXTURE.matcher(scenario).matches()) {
                continue;
            }
            for (JsonObject check : JsonObject.parse("{\"checks\":" + Files.readString(file) + "}")
                    .objects("checks")) {
                if (check.string("status").orElseThrow().equals("FAILURE")) {
                    failures.add(
                            new Failure(scenario, check.string("errorMessage").orElse("")));
                }
            }
        }
        return failures;
    }
}
