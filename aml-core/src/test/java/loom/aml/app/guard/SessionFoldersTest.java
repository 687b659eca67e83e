package loom.aml.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.connect.ClientFolders;
import loom.aml.io.LocalDisk;
import loom.aml.io.UserFolders;
import loom.aml.locate.ProjectSlug;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders that the guard looks at are those of the session and of no other place. */
class SessionFoldersTest {
    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectories(directory.toRealPath().resolve("home"));
        Files.createDirectory(home.resolve(".claude"));
    }

    private Path make(String path) throws IOException {
        return Files.createDirectories(home.resolve(path));
    }

    private SessionFolders folders() throws IOException {
        return new SessionFolders(
                new LocalDisk(), new ClientFolders(new UserFolders(Map.of("HOME", home.toString())), false));
    }

    private Set<Path> in(Path workingDirectory) throws IOException {
        return folders().ofSession(Optional.empty(), Optional.of(workingDirectory.toString()));
    }

    /** Claude Code cuts the name of a long path and adds a hash. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop",
                "my_shop/of.things",
                "long_directory/long_directory/long_directory/long_directory/"
                        + "long_directory/long_directory/long_directory/long_directory/long_directory/long_directory/shop"
            })
    void memoriesOfTheProject_areFoundByItsPath(String path) throws IOException {
        Path project = make(path);
        Path memory = make(".claude/projects/" + ProjectSlug.of(project.toString()) + "/memory");

        assertThat(in(project)).containsExactly(memory);
    }

    @Test
    void memoriesOfTheRepository_areFoundFromBelowIt() throws IOException {
        make("shop/.git");
        Path reviewer = make("shop/.claude/agent-memory/reviewer");

        assertThat(in(make("shop/src"))).containsExactly(reviewer);
    }

    @Test
    void linkToAnotherPlace_isNotFollowed() throws IOException {
        Path secrets = make("secrets");
        make("shop/.claude");
        Files.createSymbolicLink(home.resolve("shop/.claude/memory"), secrets);

        assertThat(in(home.resolve("shop"))).isEmpty();
        assertThat(folders().ofFile(home.resolve("shop/.claude/memory/key.md").toString(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void folderThatTheSettingsName_isOneOfTheSession_ifItMayBeUsedUnnamed() throws IOException {
        Path notes = make("notes/of shop");
        make("shop/.git");
        Path settings = make(".claude").resolve("settings.json");
        Files.writeString(settings, "{\"autoMemoryDirectory\": \"~/notes/of shop\"}");
        Optional<String> below = Optional.of(make("shop/src").toString());

        assertThat(folders().ofSession(Optional.empty(), below)).containsExactly(notes);
        assertThat(folders().ofFile(notes.resolve("team/new.md").toString(), below))
                .as("the folder of the file does not exist yet")
                .isEmpty();
        make("notes/of shop/team");
        assertThat(folders().ofFile(notes.resolve("team/new.md").toString(), below))
                .contains(new SessionFolders.Place(notes, "team/new.md"));

        Files.writeString(settings, "{\"autoMemoryDirectory\": \"" + directory.toRealPath() + "\"}");
        assertThat(folders().ofSession(Optional.empty(), below)).isEmpty();
    }

    @Test
    void settingsOfAProject_nameOnlyFoldersWithinIt() throws IOException {
        make("notes");
        make("shop/.git");
        make("shop/.claude");
        Path kept = make("shop/docs/memories");
        Optional<String> shop = Optional.of(home.resolve("shop").toString());
        for (String file : new String[] {"settings.json", "settings.local.json"}) {
            Path settings = home.resolve("shop/.claude").resolve(file);

            Files.writeString(settings, "{\"autoMemoryDirectory\": \"~/notes\"}");
            assertThat(folders().ofSession(Optional.empty(), shop)).as(file).isEmpty();
            assertThat(folders().ofFile(home.resolve("notes/mine.md").toString(), shop))
                    .as(file)
                    .isEmpty();

            Files.writeString(settings, "{\"autoMemoryDirectory\": \"" + kept + "\"}");
            assertThat(folders().ofSession(Optional.empty(), shop)).as(file).containsExactly(kept);
            Files.delete(settings);
        }
    }
}
