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

/** A libc of which one call on a path below a directory fails, or does half of what it should: {@code libc/faults.c}, preloaded. */
final class BrokenLibc {

    /** What can go wrong. */
    enum Fault {
        /** An input/output error. */
        EIO(5, Set.of()),
        /** There is no room. */
        ENOSPC(28, Set.of("create", "write", "mkdir", "link", "rename", "fsync", "fdatasync", "ftruncate")),
        /** Too many files are open. */
        EMFILE(24, Set.of("open", "create", "opendir")),
        /** It is not allowed. */
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

    /** A call that is to be struck. */
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

    /** Runs a command undisturbed and returns all points at which it can be struck. */
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

    /** What came of a command that was struck, and at which call it was, since threads take turns: empty if at none. */
    record Struck(Launcher.Result result, String call) {}

    /** Runs a command that is struck once. */
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
