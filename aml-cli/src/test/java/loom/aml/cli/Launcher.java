package loom.aml.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the real launcher as a separate process. */
final class Launcher {
    /** The checkout; present only if the build has created an image. */
    static final Path HOME = Path.of(System.getProperty("aml.home", ""));

    private Launcher() {}

    /** Returns whether a program is on the PATH. */
    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    record Result(int code, String out, String err) {}

    static Result run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        return run(directory, environment, command, "");
    }

    /** Runs a program that reads an input, which must fit into a pipe, and ends with it. */
    static Result run(Path directory, Map<String, String> environment, List<String> command, String input)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile("aml", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + command);
            }
            return new Result(process.exitValue(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    static Result aml(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(HOME.resolve("aml").toString());
        command.addAll(List.of(arguments));
        return run(directory, Map.of(), command);
    }
}
