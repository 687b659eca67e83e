package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loom.aml.cli.complete.Script;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages and completion scripts that are installed with the program. */
class ManualTest {
    @TempDir
    private Path share;

    @BeforeEach
    void written() throws Exception {
        Share.main(new String[] {share.toString(), "2026-01-01"});
    }

    private List<Path> pages() throws Exception {
        try (var pages = Files.list(share.resolve("man/man1"))) {
            return pages.sorted().toList();
        }
    }

    @Test
    void everyCommandHasItsPageWithItsExampleAndOptions() throws Exception {
        for (CommandEntry entry : Commands.ALL) {
            Path page = share.resolve("man/man1/aml-" + entry.words().getFirst() + ".1");
            String text = Files.readString(page)
                    .replace("\\-", "-")
                    .replace("\\(dq", "\"")
                    .replace("\\(ti", "~");
            assertThat(text).contains("aml " + (entry.command().takesStore() ? "[PATH] " : "") + entry.fullName());
            assertThat(text).contains(entry.command().example());
            Options.specOf(entry).options().forEach(option -> assertThat(text).contains(option.longestName()));
        }
        assertThat(Files.readString(share.resolve("man/man1/aml.1"))).contains("aml\\-backup(1)");
    }

    @Test
    void everyShellHasItsScript() {
        for (Script script : Script.values()) {
            assertThat(share.resolve(script.place())).isNotEmptyFile();
        }
    }

    @Test
    void pages_areFlawlessToMandoc() throws Exception {
        check(List.of("mandoc", "-Tlint"));
    }

    @Test
    void pages_areFlawlessToGroff() throws Exception {
        check(List.of("groff", "-man", "-ww", "-z"));
    }

    private void check(List<String> checker) throws Exception {
        Assumptions.assumeTrue(Launcher.isInstalled(checker.getFirst()), checker.getFirst() + " is not installed");
        for (Path page : pages()) {
            List<String> command = new ArrayList<>(checker);
            command.add(page.toString());
            Launcher.Result result = Launcher.run(share, Map.of(), command);
            assertThat(result.out() + result.err()).as(page.toString()).isEmpty();
        }
    }
}
