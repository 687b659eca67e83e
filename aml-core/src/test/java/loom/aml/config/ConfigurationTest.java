package loom.aml.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Strategy;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("aml.toml");
    }

    private Configuration read(String toml) throws IOException {
        return read(toml, Map.of());
    }

    private Configuration read(String toml, Map<String, String> environment) throws IOException {
        Files.writeString(file(), toml);
        return Configuration.read(List.of(ConfigurationFile.own(file(), Files.readAllBytes(file()))), environment);
    }

    private ConfigurationException refused(String toml) throws IOException {
        try {
            read(toml);
        } catch (ConfigurationException e) {
            return e;
        }
        throw new AssertionError("taken: " + toml);
    }

    @Test
    void missingFile_meansDefaults() throws IOException {
        Configuration set = Configuration.read(List.of(), Map.of("PATH", "/bin", "AML_X", "1"));
        for (Setting<?> setting : Settings.ALL) {
            assertThat(set.get(setting)).as(setting.name()).isEqualTo(setting.byDefault());
            assertThat(set.origin(setting).kind()).isEqualTo(Origin.Kind.DEFAULT);
        }
        Policies policies = new Policies(set);
        assertThat(policies.prune()).isEqualTo(PrunePolicy.DEFAULT);
        assertThat(policies.maintain()).isEqualTo(MaintainPolicy.DEFAULT);
        assertThat(policies.storeOptions()).isEqualTo(StoreOptions.DEFAULT);
    }

    @Test
    void file_determinesThePolicies() throws IOException {
        Policies policies = new Policies(read("""
                [lock]
                wait = 7
                [prune]
                strategies = ["time_based"]
                pattern_unused = "30d"
                min_success = 0.5
                agent_limit = "1.5MB"
                [gc]
                for_runtime = true
                """));
        assertThat(policies.storeOptions().lockWait()).isEqualTo(Duration.ofSeconds(7));
        assertThat(policies.prune().strategies()).containsExactly(Strategy.TIME_BASED);
        assertThat(policies.prune().ages().patternUnused()).isEqualTo(Duration.ofDays(30));
        assertThat(policies.prune().quality().minSuccess()).isEqualTo(0.5);
        assertThat(policies.prune().space().agentLimit()).isEqualTo(1_500_000);
        assertThat(policies.gc().forRuntime()).isTrue();
        assertThat(policies.gc().repair()).isFalse();
    }

    @Test
    void agents_canOverrideLimitsAndAges() throws IOException {
        Configuration set = read("""
                prune.solution_age = "100d"
                [agents.debugger.prune]
                pattern_unused = "7d"
                [agents."code reviewer"]
                prune.agent_limit = "120MB"
                """);
        PrunePolicy prune = new Policies(set).prune();
        assertThat(set.agents()).containsExactly("code reviewer", "debugger");
        assertThat(prune.agents().get("debugger").ages().patternUnused()).isEqualTo(Duration.ofDays(7));
        assertThat(prune.agents().get("debugger").ages().solution()).contains(Duration.ofDays(100));
        assertThat(prune.agents().get("debugger").limit()).isEqualTo(80L << 20);
        assertThat(prune.agents().get("code reviewer").limit()).isEqualTo(120_000_000);
        assertThat(set.origin(PruneSettings.AGENT_LIMIT, "code reviewer")
                        .orElseThrow()
                        .where())
                .endsWith("aml.toml:5:1");
    }

    @Test
    void environment_overridesTheFile_andFlagOverridesBoth() throws IOException {
        Configuration set = read("[prune]\nmin_success = 0.5", Map.of("LOOM_AML_PRUNE_MIN_SUCCESS", "0.6"));
        assertThat(set.get(PruneSettings.MIN_SUCCESS)).isEqualTo(0.6);
        assertThat(set.origin(PruneSettings.MIN_SUCCESS)).hasToString("environment LOOM_AML_PRUNE_MIN_SUCCESS");
        Configuration flagged = set.with(PruneSettings.MIN_SUCCESS, "0.7", "--min-success");
        assertThat(flagged.get(PruneSettings.MIN_SUCCESS)).isEqualTo(0.7);
        assertThat(flagged.origin(PruneSettings.MIN_SUCCESS)).hasToString("flag --min-success");
    }

    @Test
    void allMistakes_areReportedWithLineColumnAndSuggestion() throws IOException {
        ConfigurationException e = refused("""
                [prune]
                pattern_unusd = "3d"
                  min_success = 7
                min_executions = "three"
                [agents.debugger]
                prune.total_limit = "1MB"
                prune.agent_limt = "1MB"
                """);
        assertThat(e.problems())
                .extracting(ConfigurationException.Problem::where)
                .containsExactly(file() + ":2:1", file() + ":3:3", file() + ":4:1", file() + ":6:1", file() + ":7:1");
        assertThat(e)
                .hasMessageContaining("did you mean 'prune.pattern_unused'?")
                .hasMessageContaining("prune.min_success must be a number from 0 to 1, not 7")
                .hasMessageContaining("prune.min_executions must be a whole number from 0 to 1000000, not text")
                .hasMessageContaining("'prune.total_limit' cannot be set for one agent")
                .hasMessageContaining("did you mean 'prune.agent_limit'?");
    }

    @Test
    void invalidToml_isReportedWithLineAndColumn() throws IOException {
        assertThat(refused("[prune\nx = 1").problems().getFirst().where()).startsWith(file() + ":1:");
        assertThat(refused("[prune]\nmin_success = 0.1\nmin_success = 0.2")
                        .problems()
                        .getFirst()
                        .where())
                .startsWith(file() + ":3:");
        Files.write(file(), new byte[] {'a', (byte) 0xff});
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(
                        List.of(ConfigurationFile.own(file(), Files.readAllBytes(file()))), Map.of()))
                .withMessageContaining("not valid UTF-8");
    }

    @Test
    void unknownVariables_areRejectedWithSuggestion() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(List.of(), Map.of("LOOM_AML_LOCK_WIT", "3")))
                .withMessage("LOOM_AML_LOCK_WIT: no such setting; did you mean LOOM_AML_LOCK_WAIT?");
    }

    @Test
    void addresses_areValidated() throws IOException {
        for (String address : new String[] {"ftp://example.org/", "example.org", "http:", "a b"}) {
            assertThat(refused("[alerts]\nwebhook = \"" + address + "\"")).hasMessageContaining("http or https");
        }
        assertThat(read("[alerts]\nwebhook = \"https://example.org/hook\"").get(AlertSettings.WEBHOOK))
                .isEqualTo("https://example.org/hook");
    }

    @Test
    void secrets_areNeverShown() throws IOException {
        Configuration set = read("[alerts]\nwebhook_secret = \"hunter2\"");
        assertThat(set.get(AlertSettings.WEBHOOK_SECRET)).isEqualTo("hunter2");
        assertThat(set.literal(AlertSettings.WEBHOOK_SECRET)).isEqualTo("(set)");
        assertThat(refused("[alerts]\nwebhook_secret = \"hunter\\n2\"").getMessage())
                .doesNotContain("hunter");
    }
}
