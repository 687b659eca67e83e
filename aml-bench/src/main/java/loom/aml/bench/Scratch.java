package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder of a benchmark. It is deleted at the end. */
record Scratch(Path path) implements AutoCloseable {

    static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory("aml-bench").toRealPath());
    }

    @Override
    public void close() throws IOException {
        Trees.delete(path);
    }
}
