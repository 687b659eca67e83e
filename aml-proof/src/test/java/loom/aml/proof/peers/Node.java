package loom.aml.proof.peers;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Node process that treats collections as the runtime does, with npm's proper-lockfile 4. */
final class Node implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();
    private static final Path PACKAGES = Path.of("../aml-core/src/test/peer").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/node").toAbsolutePath();
    private static final long INSTALL_SECONDS = 120;

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private Node(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Installs the library, the first time; the test is skipped where there is no Node, no npm, or no way to the registry. */
    static void require() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        copy(SCRIPTS, "runtime.js", "writer.js", "holder.js");
        copy(PACKAGES, "package.json", "package-lock.json");
        if (!Files.isDirectory(INSTALLED.resolve("node_modules/proper-lockfile"))) {
            run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        }
        run("node", "--version");
    }

    private static void copy(Path from, String... names) throws IOException {
        for (String name : names) {
            Files.copy(from.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path log = INSTALLED.resolve(command[0] + ".log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            abort("no " + command[0] + " on this machine, so nothing is tried beside the real lock library");
            return;
        }
        if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            abort(String.join(" ", command) + " failed, so nothing is tried beside the real lock library: "
                    + Files.readString(log));
        }
    }

    static Node start(String script, Object... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script));
        for (Object word : words) {
            command.add(word.toString());
        }
        return new Node(new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Gives a command and waits for what comes of it. */
    String ask(String command, Object... words) throws IOException {
        tell(command, words);
        return answer();
    }

    void tell(String command, Object... words) throws IOException {
        commands.write(command);
        for (Object word : words) {
            commands.write(" " + word);
        }
        commands.newLine();
        commands.flush();
    }

    /** The next line that it says; {@code gone} once it has ended. */
    String answer() throws IOException {
        String line = answers.readLine();
        return line == null ? "gone" : line;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for it to end by itself. */
    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** Ends it as a power cut would end it: what it holds stays. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroyForcibly();
    }
}
