package loom.aml.server.http.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.Optional;
import loom.aml.server.fixture.ConformanceSuite;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.fixture.NodePackages;
import loom.aml.server.http.HttpHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official conformance suite, against the fixture server: all that the suite requires for a revision. */
class ConformanceIT {
    /** Scenarios of an extension that this server does not offer. The suite runs them and does not count them. */
    private static final String EXTENSION = "tasks-";

    @ParameterizedTest
    @CsvSource({"2026-07-28, 37", "2025-11-25, 30"})
    void server_passesAllScenariosOfTheRevision(String revision, int required) throws Exception {
        Optional<ConformanceSuite> suite = ConformanceSuite.install();
        if (suite.isEmpty()) {
            abort("npm cannot install the conformance suite here");
        }
        try (HttpHost server = McpHost.start(FixtureServer.create())) {
            String url = "http://127.0.0.1:" + server.address().getPort() + "/mcp";
            NodePackages.Outcome outcome = suite.get().run("server", "--url", url, "--requirements", revision);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            List<String> lines = outcome.output().lines().toList();
            assertThat(lines.stream().filter(line -> line.startsWith("✓"))).hasSizeGreaterThanOrEqualTo(required);
            // Also those that the suite does not count yet.
            assertThat(lines.stream().filter(line -> line.startsWith("✗") && !line.startsWith("✗ " + EXTENSION)))
                    .isEmpty();
            assertThat(lines).noneMatch(line -> line.contains("WARNING"));
        }
    }
}
