package loom.aml.proof.libc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import loom.aml.proof.CProgram;
import loom.aml.proof.Launcher;

/** A preloaded libc ({@code libc/faults.c}) in which one call on a path below a directory fails or is partly done. */
final class BrokenLibc {

    /** The faults. */
    enum Fault {
        /** An input/output error. */
        EIO(5, Set.of()),
        /** The disk is full. */
        ENOSPC(28, Set.of("create", "write", "mkdir", "link", "rename", "fsync", "fdatasync", "ftruncate")),
        /** Too many files are open. */
        EMFILE(24, Set.of("open", "create", "opendir")),
        /** Permission denied. */
        EACCES(
                13,
                Set.of(
                        "open", "create", "opendir", "stat", "unlink", "rename", "mkdir", "rmdir", "link", "chmod",
                        "chown", "utimes")),
        /** Half of the bytes. */
        SHORT(0, Set.of("read", "write"));

        private final int number;

        @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of.
        private final Set<String> calls;

        Fault(int number, Set<String> calls) {
            this.number = number;
            this.calls = calls;
        }

        private boolean canStrike(String call) {
            return calls.isEmpty() || calls.contains(call);
        }
    }

    /** A call that must fail. */
    record Point(int number, String call, String path, Fault fault) {
        @Override
        public String toString() {
            return fault + " at call " + number + ", " + call + " " + path;
        }
    }

    private final Path library;
    private final Path log;

    BrokenLibc(Path directory) throws IOException {
        Files.createDirectories(directory);
        library = CProgram.library("/libc/faults.c", directory);
        log = directory.resolve("calls");
    }

    private Launcher launcher(Path under) throws IOException {
        Files.deleteIfExists(log);
        return new Launcher(under)
                .with("LD_PRELOAD", library.toString())
                .with("AML_FAULT_PROGRAM", "java")
                .with("AML_FAULT_UNDER", under.toString())
                .with("AML_FAULT_LOG", log.toString());
    }

    /** Runs a command undisturbed and returns all points at which it can fail. */
    List<Point> points(Path under, String... words) throws IOException, InterruptedException {
        launcher(under).run(words);
        List<Point> points = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            String[] parts = line.split(" ", 3);
            for (Fault fault : EnumSet.allOf(Fault.class)) {
                if (fault.canStrike(parts[1])) {
                    points.add(new Point(Integer.parseInt(parts[0]), parts[1], parts[2], fault));
                }
            }
        }
        return points;
    }

    /**
     * The result of a command with a fault, and the call that failed, which depends on the threads; empty if none
     * failed.
     */
    record Struck(Launcher.Result result, String call) {}

    /** Runs a command with one fault. */
    Struck strike(Point point, Path under, String... words) throws IOException, InterruptedException {
        Launcher.Result result = launcher(under)
                .with("AML_FAULT_AT", Integer.toString(point.number))
                .with("AML_FAULT_ERRNO", Integer.toString(point.fault.number))
                .run(words);
        List<String> calls = Files.readAllLines(log);
        int struck = calls.indexOf("struck");
        return new Struck(result, struck > 0 ? calls.get(struck - 1) : "");
    }
}
