package loom.aml.store.file;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/** A Node process that takes locks with npm's proper-lockfile 4, the library by which the runtime takes them. */
final class LockPeer implements AutoCloseable {
    private static final Path SOURCE = Path.of("src/test/peer").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/peer").toAbsolutePath();
    private static final long INSTALL_SECONDS = 60;

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private LockPeer(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Installs the library, the first time; the test is skipped where there is no Node, no npm, or no way to the registry. */
    static void require() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        for (String file : new String[] {"package.json", "package-lock.json", "peer.js"}) {
            Files.copy(SOURCE.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(INSTALLED.resolve("node_modules/proper-lockfile"))) {
            run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        }
        run("node", "--version");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(INSTALLED.resolve(command[0] + ".log").toFile())
                    .start();
        } catch (IOException e) {
            abort("no " + command[0] + " on this machine, so the locks are not tried against the real library");
            return;
        }
        if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            abort(String.join(" ", command) + " failed, so the locks are not tried against the real library: "
                    + Files.readString(INSTALLED.resolve(command[0] + ".log")));
        }
    }

    static LockPeer start() throws IOException {
        return new LockPeer(new ProcessBuilder("node", "peer.js")
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

    String answer() throws IOException {
        return answers.readLine();
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
