package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandsPageTest {

    @Test
    void page_matchesTheCommands() throws IOException {
        Path page = Path.of("../docs/commands.md");
        if ("write".equals(System.getProperty("aml.docs"))) {
            Files.writeString(page, CommandsPage.text());
        }
        assertThat(Files.readString(page))
                .as("docs/commands.md is made of the commands; 'mvn -pl aml-cli -am test -Dtest=CommandsPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Daml.docs=write' writes it anew")
                .isEqualTo(CommandsPage.text());
    }
}
