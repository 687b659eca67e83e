package loom.aml.proof.rot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.proof.Shell;
import loom.aml.proof.fault.Beginning;
import loom.aml.proof.fault.Operation;

/** A store with a history, which has a file of every kind that aml writes or reads. */
final class Aged {
    private static final List<String> LIFE = List.of(
            "config init",
            "pin a",
            "optimize gc --repair",
            "backup create --full",
            "optimize index",
            "search pattern",
            "optimize warm-cache",
            "monitor metrics",
            "monitor alerts test",
            "monitor report",
            "maintain",
            "backup drill");

    private final Path origin;
    private final Beginning beginning;

    private Aged(Path origin, String last) throws IOException {
        this.origin = origin;
        this.beginning = new Beginning(Operation.INDEX_OF_MORE, origin);
        Shell shell = new Shell(origin, new LocalDisk());
        LIFE.forEach(command -> shell.run(command.split(" ")));
        TestItem twice = TestItem.pattern("n");
        String cut = TestItem.collection(TestItem.solution("o"), TestItem.solution("p"));
        TestStore.in(origin)
                .put("tester/solutions.json", TestItem.solution("m").with("effectiveness.worked", false))
                .put("tester/patterns.json", twice, twice)
                .put("writer/solutions.json", cut.substring(0, cut.length() - 9));
        age(origin);
        shell.run(last.split(" "));
    }

    /** An empty or damaged file that was just written may be an ongoing write. */
    private static void age(Path origin) throws IOException {
        for (String path : List.of("tester/solutions.json", "tester/patterns.json", "writer/solutions.json")) {
            Files.setLastModifiedTime(
                    origin.resolve(".loom/memory").resolve(path),
                    FileTime.from(Shell.BEGAN.minus(Duration.ofHours(3))));
        }
    }

    /** Returns one whose runs all ended; the last is this command. */
    static Aged endingWith(String last, Path origin) throws IOException {
        return new Aged(origin, last);
    }

    /**
     * Returns one whose last run was killed after its decision: journals, staged files and the decision still exist.
     */
    static Aged interrupted(Path origin) throws IOException {
        Aged aged = new Aged(origin, "prune");
        Path trial = origin.resolveSibling("trial");
        aged.copy(trial);
        FaultyDisk counting = new FaultyDisk();
        new Shell(trial, counting).at(Shell.BEGAN.plusSeconds(60)).run("migrate", "migrate");
        Beginning.drop(trial);
        FaultyDisk.Call decided = counting.calls().stream()
                .filter(call -> call.path().toString().endsWith(".decided"))
                .findFirst()
                .orElseThrow();
        try {
            new Shell(origin, new FaultyDisk().failingAt(decided.number() + 4, Fault.KILL))
                    .at(Shell.BEGAN.plusSeconds(60))
                    .run("migrate", "migrate");
        } catch (FaultyDisk.Crash e) {
            return aged;
        }
        throw new AssertionError("the run should have been killed");
    }

    /** Returns the record and the archives of the last run. */
    List<String> ofTheLastRun() throws IOException {
        String run = files().values().stream()
                .flatMap(List::stream)
                .filter(file -> file.contains("/runs/"))
                .max(Comparator.comparingInt(Aged::sequence))
                .map(file -> file.substring(file.lastIndexOf('/') + 1, file.indexOf(".", file.indexOf("Z-"))))
                .orElseThrow();
        return files().values().stream()
                .flatMap(List::stream)
                .filter(file -> file.contains("/runs/" + run) || file.contains("/archives/" + run))
                .toList();
    }

    /** Returns the number in the name of a record, {@code <id>.<sequence>.jsonl}. */
    private static int sequence(String record) {
        String[] parts = record.split("\\.", -1);
        return Integer.parseInt(parts[parts.length - 2]);
    }

    /** Returns a shell for a copy, with a later time than all previous commands. */
    static Shell shell(Path home) {
        return new Shell(home, new LocalDisk()).at(Shell.BEGAN.plusSeconds(120));
    }

    TestStore copy(Path target) throws IOException {
        return beginning.copy(target);
    }

    /** Returns every nonempty file by kind: the path with {@code *} for each id and checksum. */
    SortedMap<String, List<String>> files() throws IOException {
        SortedMap<String, List<String>> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(origin.resolve(".loom"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (Files.size(path) > 0) {
                    String name = origin.relativize(path).toString();
                    String kind = name.replaceAll("[0-9a-f]{64}|\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{4}", "*")
                            .replaceAll("\\*\\.\\d+\\.json", "*.json")
                            .replaceAll("/_[0-9a-z]+(_Lucene[^.]*)?\\.|/segments_.*", "/*.");
                    files.computeIfAbsent(kind, _ -> new ArrayList<>()).add(name);
                }
            }
        }
        return files;
    }
}
