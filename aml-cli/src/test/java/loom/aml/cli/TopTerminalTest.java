package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code aml top} on a real terminal of 12 lines, which {@code script} provides. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopTerminalTest {
    private static final String HOME = "\u001b[H";
    private static final int ROWS = 12;

    @TempDir
    private Path directory;

    private Process terminal;
    private final StringBuilder seen = new StringBuilder();

    private void start() throws IOException {
        new Cli(directory).run("sample", ".loom/memory", "--items", "60", "--seed", "3");
        new Cli(directory).run("maintain", "--yes");
        String java = System.getProperty(
                "aml.java", Path.of(System.getProperty("java.home"), "bin/java").toString());
        Path commands = Files.writeString(
                directory.resolve("commands"),
                "trap : INT; stty rows " + ROWS + " cols 80; stty -g > before\n'" + java
                        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '"
                        + System.getProperty("java.class.path")
                        + "' loom.aml.cli.Main top --interval 1\necho $? > code; stty -g > after\n");
        // A build in the background has the signal ignored, and so would its children.
        ProcessBuilder builder = new ProcessBuilder(
                        "env", "--default-signal=INT", "script", "-qfec", "sh " + commands, "/dev/null")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("TERM", "xterm");
        for (String stream : new String[] {"IN", "OUT", "ERR"}) {
            builder.environment().put("LOOM_AML_" + stream + "_TERMINAL", "1");
        }
        terminal = builder.start();
    }

    /** A command that does not end must not keep the build from its end. */
    @AfterEach
    void end() {
        if (terminal != null) {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly();
        }
    }

    /** Reads the output until the screen was drawn so often. */
    private void awaitDraws(int draws) throws IOException {
        InputStream out = terminal.getInputStream();
        byte[] piece = new byte[8_192];
        int read = 0;
        while (seen.toString().split("\u001b\\[H", -1).length <= draws && read >= 0) {
            read = out.read(piece);
            seen.append(new String(piece, 0, Math.max(0, read), StandardCharsets.UTF_8));
        }
    }

    private void stop(String how) throws IOException {
        switch (how) {
            case "q", "\u0003" -> {
                terminal.getOutputStream().write(how.getBytes(StandardCharsets.US_ASCII));
                terminal.getOutputStream().flush();
            }
            default ->
                terminal.descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("java"))
                        .forEach(ProcessHandle::destroy);
        }
    }

    /** A suspended command would leave the alternate screen and no echo to the shell. */
    @Test
    void command_isNotSuspendedByAKey() throws Exception {
        assumeTrue(Launcher.isInstalled("script") && Launcher.isInstalled("stty"), "script or stty is not installed");
        start();
        awaitDraws(1);
        ProcessHandle java = terminal.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
        String device =
                Files.readSymbolicLink(Path.of("/proc/" + java.pid() + "/fd/0")).toString();

        assertThat(Launcher.run(directory, Map.of(), List.of("stty", "-a", "-F", device))
                        .out())
                .contains("susp = <undef>");
        stop("q");
        terminal.getInputStream().readAllBytes();
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "\u0003", "TERM"})
    void terminal_isRedrawnInPlace_andGivenBackAsItWas(String end) throws Exception {
        assumeTrue(Launcher.isInstalled("script") && Launcher.isInstalled("stty"), "script or stty is not installed");
        start();
        awaitDraws(3);
        stop(end);
        seen.append(new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();

        String text = seen.toString();
        String inside = text.substring(text.indexOf("\u001b[?1049h"), text.indexOf("\u001b[?1049l"));
        String[] screens = inside.split("\u001b\\[H", -1);
        assertThat(screens[1])
                .contains("1 store, ", "every 1 s; q quits", "~/.loom/memory", "more lines")
                .doesNotContain("\u001b[2J");
        assertThat(screens[1].lines()).hasSizeLessThanOrEqualTo(ROWS);
        assertThat(Files.readString(directory.resolve("code"))).isEqualTo("0\n");
        assertThat(Files.readString(directory.resolve("after")))
                .isEqualTo(Files.readString(directory.resolve("before")));
        assertThat(text.substring(text.indexOf("\u001b[?1049l"))).doesNotContain(HOME);
    }
}
