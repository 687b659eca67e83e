package loom.aml.monitor.prometheus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checker that comes with Prometheus. */
public record Promtool(Path program) {

    /** Finds it on the PATH. */
    public static Optional<Promtool> find() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path program = Path.of(folder, "promtool");
            if (Files.isExecutable(program)) {
                return Optional.of(new Promtool(program));
            }
        }
        return Optional.empty();
    }

    /** The exit code, and all that was printed. */
    public record Outcome(int code, String output) {}

    /**
     * Runs it.
     *
     * @param input standard input
     */
    public Outcome run(Path scratch, String input, String... arguments) throws IOException, InterruptedException {
        Path in = Files.writeString(scratch.resolve("promtool.in"), input, StandardCharsets.UTF_8);
        Path out = scratch.resolve("promtool.out");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .start();
        int code = process.waitFor();
        return new Outcome(code, Files.readString(out));
    }
}
