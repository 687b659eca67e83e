package loom.aml.proof.fault;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.proof.Shell;

/**
 * The initial store of an operation, of which each attempt uses a copy. It has a history (two snapshots, a prune with
 * its archive) and work for every operation: old, failed and duplicate items and items without an id; an empty file, a
 * damaged one, one with a name that the runtime ignores, and a leftover write.
 */
public final class Beginning {
    static final String KEPT_ID = "a";
    static final String STALE_ID = "stale";

    private static final Duration AGE_OF_FILES = Duration.ofHours(2);

    private final Operation operation;
    private final Path origin;
    private final Filling more;

    /** Additional content of a store. */
    @FunctionalInterface
    public interface Filling {
        void fill(TestStore store) throws IOException;
    }

    /** Creates a store in a new directory. */
    public Beginning(Operation operation, Path origin) throws IOException {
        this(operation, origin, _ -> {});
    }

    /** Creates a store with additional content in a new directory. */
    public Beginning(Operation operation, Path origin, Filling more) throws IOException {
        this.operation = operation;
        this.origin = origin;
        this.more = more;
        TestStore store = TestStore.in(origin);
        Shell shell = new Shell(origin, new LocalDisk()).at(Shell.BEGAN.minus(Duration.ofHours(1)));
        if (!operation.is(Operation.Trait.NO_HISTORY)) {
            past(store, shell);
        }
        present(store);
        age(store.root());
        operation.arrange(shell);
        age(store.root());
        Files.deleteIfExists(store.root().resolve(".aml-lock"));
    }

    private void past(TestStore store, Shell shell) throws IOException {
        store.put("debugger/patterns.json", pattern("a"), pattern("b"), stale("stale"))
                .putGzip("debugger/solutions.json", solution("c"), solution("d"));
        more.fill(store);
        age(store.root());
        Operation.done(shell.run("backup", "create"));
        store.putGzip("debugger/solutions.json", solution("c"), failed("d"));
        age(store.root());
        Operation.done(shell.run("backup", "create"));
        Operation.done(shell.run("prune"));
        Operation.done(shell.run("monitor", "metrics"));
    }

    private void present(TestStore store) throws IOException {
        boolean isSound = operation.is(Operation.Trait.SOUND);
        TestItem anonymous = isSound ? pattern("e") : pattern("e").without("id");
        store.put("debugger/patterns.json", pattern("a"), pattern("b"), stale("stale2"), pattern("b"), anonymous)
                .putGzip("debugger/solutions.json", solution("c"), failed("f"))
                .put("debugger/decisions.json", "[]")
                .put("debugger/metrics.json", "{\"sessions\": 3}")
                .put("debugger/patterns.json.tmp", "[{\"id\": \"half a wri")
                .put("tester/decisions.json", decision("g", 10), decision("h", 300))
                .put("global/cross-agent.json", "{}");
        more.fill(store);
        if (!isSound) {
            String text = TestItem.collection(solution("i"), solution("j"));
            store.put("tester/solutions.json", text.substring(0, text.length() - 9))
                    .putGzip("tester/patterns.json.gz", pattern("k"));
        }
    }

    private static Instant daysAgo(int days) {
        return Shell.BEGAN.minus(Duration.ofDays(days));
    }

    public static TestItem pattern(String id) {
        return TestItem.pattern(id)
                .with("timestamp", daysAgo(10))
                .with("evolution.created", daysAgo(10))
                .with("evolution.lastUsed", daysAgo(1));
    }

    public static TestItem stale(String id) {
        return pattern(id)
                .with("timestamp", daysAgo(300))
                .with("evolution.created", daysAgo(300))
                .with("evolution.lastUsed", daysAgo(200));
    }

    public static TestItem solution(String id) {
        return TestItem.solution(id).with("timestamp", daysAgo(10));
    }

    public static TestItem failed(String id) {
        return solution(id).with("effectiveness.worked", false);
    }

    private static TestItem decision(String id, int days) {
        return TestItem.decision(id).with("timestamp", daysAgo(days));
    }

    /** Ages all files, because a file that was just written may change within the same tick. */
    private static void age(Path root) throws IOException {
        FileTime time = FileTime.from(Shell.BEGAN.minus(AGE_OF_FILES));
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(path, time);
            }
        }
    }

    /** Returns the words of the operation's command. */
    public String[] words() throws IOException {
        return operation.words(origin);
    }

    /** Creates a copy with times and modes. */
    public TestStore copy(Path target) throws IOException {
        Files.walkFileTree(origin, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                Path copy = Files.createDirectories(target.resolve(origin.relativize(path)));
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(path));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Files.copy(path, target.resolve(origin.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return TestStore.in(target);
    }

    /** Removes a copy. */
    public static void drop(Path copy) throws IOException {
        if (Files.exists(copy)) {
            try (Stream<Path> paths = Files.walk(copy)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
