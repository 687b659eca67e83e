package loom.aml.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real {@code aml mcp} as a separate process that listens on a free port. */
record AgentServer(Process process, String base) implements AutoCloseable {
    /** The path of the endpoint. */
    static final String ENDPOINT = "/mcp";

    private static final Pattern LISTENING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)" + ENDPOINT);

    /** Starts a server for the store of a project. */
    static AgentServer start(Path project) throws IOException {
        Process process = new ProcessBuilder(Launcher.HOME.resolve("aml").toString(), "mcp", "--http", "0")
                .directory(project.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader messages = process.errorReader(StandardCharsets.UTF_8);
        String line = messages.readLine();
        Matcher listening = LISTENING.matcher(String.valueOf(line));
        if (!listening.find()) {
            process.destroyForcibly();
            throw new IOException("the server did not start: " + line);
        }
        return new AgentServer(process, listening.group(1));
    }

    String url() {
        return base + ENDPOINT;
    }

    /**
     * Returns the command line of a server on standard streams, with the store of a project. Clients pass on few variables
     * of their environment.
     */
    static List<String> overStandardStreams(Path project) {
        return List.of(
                "env",
                "LOOM_AML_NO_BUILD=1",
                Launcher.HOME.resolve("aml").toAbsolutePath().toString(),
                project.resolve(".loom/memory").toString(),
                "mcp");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
