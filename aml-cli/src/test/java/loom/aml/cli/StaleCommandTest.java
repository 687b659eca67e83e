package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aml monitor stale}: each mention that leads to nothing, with its line. */
class StaleCommandTest {
    private static final String STORE = ".claude/memory";

    @TempDir
    private Path shop;

    private Cli cli;

    @BeforeEach
    void makeStore() throws IOException {
        cli = new Cli(shop);
        put("src/jobs/job.ts", "");
        put(
                STORE + "/rules.md",
                "# Rules\n\nCheck `src/import/job.ts` first, then `src/jobs/job.ts`.\n\u202e[[gone\u202e]]\n");
    }

    private void put(String path, String text) throws IOException {
        Path file = shop.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void missing_isListedWithItsLineAndTheProbablePlace_andNothingIsChanged() throws IOException {
        Cli.Result result = cli.run(STORE, "monitor", "stale");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .containsPattern("rules +3 +src/import/job\\.ts +no such file; now src/jobs/job\\.ts\\?")
                .containsPattern("rules +4 +\\[\\[gone\\\\u202e]] +no memory of this name")
                .contains("checked 3 mentions in 1 item against", "2 are stale; nothing was changed");
        assertThat(shop.resolve(".claude")).isDirectoryNotContaining(path -> !path.endsWith("memory"));
    }

    @Test
    void everythingPresent_isSaid() throws IOException {
        put(STORE + "/rules.md", "`src/jobs/job.ts`\n");
        assertThat(cli.run(STORE, "monitor", "stale").out())
                .contains("checked 1 mention in 1 item", "nothing is stale");
    }

    @Test
    void otherRepository_isCheckedIfNamed() throws IOException {
        put("other/src/import/job.ts", "");
        JsonObject result =
                cli.run(STORE, "monitor", "stale", "--repo", "other", "--json").json();
        assertThat(result.string("repository"))
                .contains(shop.toRealPath().resolve("other").toString());
        assertThat(result.objects("stale"))
                .extracting(one -> one.string("mention").orElse(""))
                .containsExactly("src/jobs/job.ts", "[[gone\u202e]]");
    }

    @Test
    void repositoryThatIsAFile_isAnError() {
        Cli.Result result = cli.run(STORE, "monitor", "stale", "--repo", "src/jobs/job.ts");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("src/jobs/job.ts");
    }

    @Test
    void storeWithoutARepository_isSaid() throws IOException {
        put("home/.claude/projects/-no-such/memory/rules.md", "`src/import/job.ts` [[gone]]\n");
        assertThat(cli.run("home/.claude/projects/-no-such/memory", "monitor", "stale")
                        .out())
                .contains("found no repository for this store", "name it with --repo", "[[gone]]")
                .doesNotContain("src/import/job.ts");
    }
}
