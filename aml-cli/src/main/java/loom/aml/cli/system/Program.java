package loom.aml.cli.system;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.io.CallerEnvironment;

/** A program on the PATH of the user. */
public final class Program {
    private static final File NOWHERE = new File("/dev/null");
    private static final File TERMINAL = new File("/dev/tty");

    private final String name;
    private final Session session;

    public Program(String name, Session session) {
        this.name = name;
        this.session = session;
    }

    /**
     * The result of a program.
     *
     * @param code its exit code
     * @param output its output on standard output and standard error
     */
    public record Result(int code, byte[] output) {
        public String text() {
            return new String(output, StandardCharsets.UTF_8).strip();
        }
    }

    /** Returns the path of the program; empty if it is not there. */
    public Optional<Path> path() {
        for (String directory :
                session.environment().variable("PATH").orElse("").split(":")) {
            if (session.environment().hasNoDirectory() && !directory.startsWith("/")) {
                continue;
            }
            Path program = session.resolve(directory).resolve(name);
            if (Files.isExecutable(program) && Files.isRegularFile(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** Runs the program and waits for it. */
    public Result run(byte[] input, String... arguments) throws IOException {
        Process process = builder(arguments).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        }
        return result(process);
    }

    /** Runs the program with the terminal of the user as its standard input, and waits for it. */
    public Result runOnTerminal(String... arguments) throws IOException {
        return result(builder(arguments)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(TERMINAL))
                .start());
    }

    private Result result(Process process) throws IOException {
        byte[] output = process.getInputStream().readAllBytes();
        try {
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(name);
        }
    }

    /** Starts the program without waiting for it. Its output is discarded, so that it never waits for a reader. */
    public void start(String... arguments) throws IOException {
        builder(arguments)
                .redirectInput(ProcessBuilder.Redirect.from(NOWHERE))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessBuilder builder(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(path().orElseThrow(() -> new IOException(name + " is not on the PATH"))
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        CallerEnvironment.restore(builder.environment());
        builder.environment().put("LC_ALL", "C");
        for (String variable : List.of("PATH", "HOME", "XDG_CONFIG_HOME")) {
            session.environment()
                    .variable(variable)
                    .ifPresent(value -> builder.environment().put(variable, value));
        }
        return builder;
    }

    /** Runs the program and waits for it; throws with its output if it fails. */
    public byte[] require(byte[] input, String... arguments) throws IOException {
        Result result = run(input, arguments);
        if (result.code() != 0) {
            throw new IOException(name + " " + String.join(" ", arguments) + " failed: "
                    + String.join("; ", result.text().lines().toList()));
        }
        return result.output();
    }
}
