package loom.aml.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.locate.FoundStore.ProjectState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlugProjectsTest {
    @TempDir
    private Path temporary;

    private Path home;

    @BeforeEach
    void resolve() throws IOException {
        home = temporary.toRealPath();
    }

    private Path make(String path) throws IOException {
        return Files.createDirectories(home.resolve(path));
    }

    private static SlugProjects.Answer find(Disk disk, Path project) {
        return new SlugProjects(disk, project.getRoot()).of(ProjectSlug.of(project.toString()));
    }

    private static SlugProjects.Answer find(Path project) {
        return find(new LocalDisk(), project);
    }

    @Test
    void directory_isFound_whateverItsDashesWere() throws IOException {
        for (String name : new String[] {"plain", "my_app", "a-b/c.d", ".hidden/x", "caf\u00e9", "two words"}) {
            Path project = make(name);

            assertThat(find(project).project()).as(name).contains(project);
        }
    }

    @Test
    void longPath_isFoundByItsHash() throws IOException {
        Path project = make("long_directory/".repeat(16) + "end");
        make("long_directory/".repeat(16) + "other");

        assertThat(find(project).project()).contains(project);
    }

    @Test
    void twoDirectoriesOfOneName_areAmbiguous() throws IOException {
        make("my/app");
        Path project = make("my_app");

        assertThat(find(project).state()).isEqualTo(ProjectState.AMBIGUOUS);
        assertThat(find(project).project()).isEmpty();
    }

    @Test
    void fileOfTheName_isNotAProject() throws IOException {
        Path file = Files.writeString(make("src").resolve("app"), "");

        assertThat(find(file).state()).isEqualTo(ProjectState.MISSING);
    }

    @Test
    void movedProject_isMissing() throws IOException {
        make("src");

        assertThat(find(home.resolve("src/gone")).state()).isEqualTo(ProjectState.MISSING);
    }

    /** It may contain the project, so the project is not missing. */
    @Test
    void unreadableDirectoryOnTheWay_makesTheProjectUnknown() throws IOException {
        Path src = make("src");
        make("src/app");

        assertThat(find(denying(src), home.resolve("src/app")).state()).isEqualTo(ProjectState.UNKNOWN);
    }

    /** Each level can be read in two ways, which makes 2 to the power of 24. */
    @Test
    void directoriesMadeToBeConfused_doNotKeepTheSearchBusy() throws IOException {
        Path at = home;
        for (int level = 0; level < 12; level++) {
            Files.createDirectories(at.resolve("a_a"));
            at = Files.createDirectories(at.resolve("a").resolve("a"));
        }
        long began = System.nanoTime();

        ProjectState state = find(at.resolve("gone")).state();

        assertThat(state).isIn(ProjectState.MISSING, ProjectState.UNKNOWN);
        assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(5_000);
    }

    private static Disk denying(Path denied) {
        Disk disk = new LocalDisk();
        return (Disk) Proxy.newProxyInstance(
                SlugProjectsTest.class.getClassLoader(), new Class<?>[] {Disk.class}, (_, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof Path path && path.equals(denied)) {
                        if (method.getName().equals("names")) {
                            throw new AccessDeniedException(path.toString());
                        }
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
