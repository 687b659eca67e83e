package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages do not appear on a screen that a command draws. */
class HeldMessagesTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Session session(Map<String, String> environment) {
        PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Session(print, print, environment, directory);
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void messages_alsoThoseOfSingleStores_arePrintedOnceAtTheEnd() {
        Session session = session(Map.of("LOOM_AML_ERR_TERMINAL", "1", "TERM", "dumb"));
        Session own = session.served(Path.of("/srv/shop"));
        session.holdMessages(() -> {});
        for (int i = 0; i < 3; i++) {
            own.warn("no index");
            session.warn("the clock was set");
        }
        assertThat(printed()).isEmpty();

        session.releaseMessages();
        assertThat(printed()).isEqualTo("aml: /srv/shop: no index\naml: the clock was set\n");

        session.warn("later");
        assertThat(printed()).endsWith("\naml: later\n");
    }

    @Test
    void messages_arePrintedAtOnce_ifTheyDoNotGoToTheTerminal() {
        Session session = session(Map.of());
        session.holdMessages(() -> {});

        session.warn("no index");

        assertThat(printed()).isEqualTo("aml: no index\n");
    }
}
