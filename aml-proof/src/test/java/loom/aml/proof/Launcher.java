package loom.aml.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import loom.aml.cli.ExitCode;

/** The real launcher, as a separate process. */
public final class Launcher {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>(Shell.CONSENT);

    /** Runs in that directory. */
    public Launcher(Path directory) {
        this.directory = directory;
    }

    /** The checkout, which contains the image. */
    public static Path home() {
        return Path.of(System.getProperty("aml.home"));
    }

    public Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The result of a command. */
    public record Result(int code, String out, String err) {

        /** Returns the same result in the form of a command that ran in the process of the test. */
        public Shell.Result inShell() {
            ExitCode named = Arrays.stream(ExitCode.values())
                    .filter(exit -> exit.number() == code)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(toString()));
            return new Shell.Result(named, out, err);
        }

        @Override
        public String toString() {
            return "exit code " + code + "\n" + out + err;
        }
    }

    /** Starts a command without waiting; the caller reads its output or kills it. */
    public Process start(String... arguments) throws IOException {
        return builder(arguments).start();
    }

    /** Runs a command and waits for it. */
    public Result run(String... arguments) throws IOException, InterruptedException {
        Path err = Files.createTempFile("aml", ".err");
        try {
            Process process = builder(arguments).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            Thread watch = Thread.ofVirtual().start(() -> endInTime(process));
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            watch.join();
            return new Result(code, out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    private static void endInTime(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home().resolve("aml").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        // Intended for the JVM of the tests only.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        return builder;
    }
}
