package loom.aml.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles C sources of the test resources, for faults and attacks that Java cannot perform. */
public final class CProgram {
    private CProgram() {}

    /** A library that can be preloaded. */
    public static Path library(String resource, Path directory) throws IOException {
        // libc declares some arguments as nonnull, but a replacement is still called with null.
        return compiled(resource, directory, List.of("-shared", "-fPIC", "-fno-delete-null-pointer-checks"));
    }

    /** A program. */
    public static Path program(String resource, Path directory) throws IOException {
        return compiled(resource, directory, List.of());
    }

    /** Skips the test without a compiler. */
    private static Path compiled(String resource, Path directory, List<String> flags) throws IOException {
        assumeTrue(Tool.has("gcc"), "gcc is not installed");
        Path source = directory.resolve(Path.of(resource).getFileName());
        try (InputStream in = CProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("not a resource: " + resource);
            }
            Files.copy(in, source);
        }
        Path program = directory.resolve(source.getFileName() + ".out");
        List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-w"));
        command.addAll(flags);
        command.addAll(List.of("-o", program.toString(), source.toString(), "-ldl"));
        Tool.run(command.toArray(String[]::new));
        return program;
    }
}
