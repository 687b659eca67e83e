package loom.aml.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loom.aml.cli.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a server says why stores may be missing. */
class ServedSessionsTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private Path work;
    private Path root;
    private ServedSessions sessions;

    @BeforeEach
    void serve(@TempDir Path directory) throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        root = directory.resolve("projects");
        Session session = new Session(
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(log, true, StandardCharsets.UTF_8),
                Map.of("HOME", directory.resolve("home").toString(), "LOOM_AML_STORES_ROOTS", root.toString()),
                work);
        sessions = new ServedSessions(session, List.of(), Session::frontEnd);
    }

    private List<String> log() {
        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        log.reset();
        return lines;
    }

    @Test
    void problem_isInTheLogOnce_untilItIsOver() throws IOException {
        assertThat(sessions.list().problems()).hasSize(1);
        assertThat(sessions.list().problems()).hasSize(1);
        assertThat(log()).singleElement().asString().contains(root + ": not a directory");

        Files.createDirectory(root);
        assertThat(sessions.list().problems()).isEmpty();
        assertThat(log()).isEmpty();

        Files.delete(root);
        sessions.list();
        assertThat(log()).hasSize(1);
    }

    @Test
    void searchThatFails_isInTheLogOnce() throws IOException {
        Files.createDirectory(root);
        Files.delete(work);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(sessions::list).isInstanceOf(IOException.class);
        }

        assertThat(log()).singleElement().asString().contains("the search for stores failed: ", work.toString());
    }
}
