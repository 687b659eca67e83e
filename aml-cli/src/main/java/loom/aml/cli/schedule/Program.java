package loom.aml.cli.schedule;

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

/** A program of the system, found where the user's shell would find it. */
final class Program {
    private final String name;
    private final Session session;

    Program(String name, Session session) {
        this.name = name;
        this.session = session;
    }

    /**
     * How it ended.
     *
     * @param code its exit code
     * @param output what it wrote, to standard output and to standard error
     */
    record Result(int code, byte[] output) {
        String text() {
            return new String(output, StandardCharsets.UTF_8).strip();
        }
    }

    Optional<Path> path() {
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

    /** Runs it to its end. */
    Result run(byte[] input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(path().orElseThrow(() -> new IOException(name + " is not on the PATH"))
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        CallerEnvironment.restore(builder.environment());
        builder.environment().put("LC_ALL", "C");
        for (String variable : List.of("PATH", "HOME", "XDG_CONFIG_HOME")) {
            session.environment()
                    .variable(variable)
                    .ifPresent(value -> builder.environment().put(variable, value));
        }
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        }
        byte[] output = process.getInputStream().readAllBytes();
        try {
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(name);
        }
    }

    /** Runs it to its end, and fails with its own words if it does. */
    byte[] require(byte[] input, String... arguments) throws IOException {
        Result result = run(input, arguments);
        if (result.code() != 0) {
            throw new IOException(name + " " + String.join(" ", arguments) + " failed: "
                    + String.join("; ", result.text().lines().toList()));
        }
        return result.output();
    }
}
