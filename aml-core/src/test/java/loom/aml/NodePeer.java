package loom.aml;

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

/**
 * A Node process that takes locks with npm's proper-lockfile 4, the library that the runtime uses. It reads one command
 * per line and answers each with one line.
 */
public final class NodePeer implements AutoCloseable {
    private static final long INSTALL_SECONDS = 120;

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private NodePeer(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Scripts, and the packages that they need.
     *
     * @param folder where they are installed
     * @param files the scripts, {@code package.json} and {@code package-lock.json}
     */
    public record Scripts(Path folder, List<Path> files) {
        public Scripts {
            folder = folder.toAbsolutePath();
            files = List.copyOf(files);
        }

        /** Installs the scripts. Skips the test if Node, npm or the registry is unavailable. */
        public void install() throws IOException, InterruptedException {
            Files.createDirectories(folder);
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.isDirectory(folder.resolve("node_modules/proper-lockfile"))) {
                run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
            }
            run("node", "--version");
        }

        private void run(String... command) throws IOException, InterruptedException {
            Path log = folder.resolve(command[0] + ".log");
            Process process;
            try {
                process = new ProcessBuilder(command)
                        .directory(folder.toFile())
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

        /** Starts one of them. */
        public NodePeer start(String script, Object... words) throws IOException {
            List<String> command = new ArrayList<>(List.of("node", script));
            for (Object word : words) {
                command.add(word.toString());
            }
            return new NodePeer(new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
    }

    /** Sends a command and returns the answer. */
    public String ask(String command, Object... words) throws IOException {
        send(command, words);
        return answer();
    }

    public void send(String command, Object... words) throws IOException {
        commands.write(command);
        for (Object word : words) {
            commands.write(" " + word);
        }
        commands.newLine();
        commands.flush();
    }

    /** The next line that it says; {@code gone} once it has ended. */
    public String answer() throws IOException {
        String line = answers.readLine();
        return line == null ? "gone" : line;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to exit and returns its exit code. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** Kills the process without releasing its locks, as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroyForcibly();
    }
}
