package loom.aml.proof.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.cli.ExitCode;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;

/** A writing command with its preparation. It changes something in the store of {@link Beginning}. */
public enum Operation {
    PRUNE("prune"),
    PRUNE_WITHOUT_BACKUP("prune --no-backup"),
    GC("optimize gc", Trait.MANY_STEPS),
    GC_REPAIR("optimize gc --repair", Trait.MANY_STEPS),
    MERGE("merge --yes") {
        @Override
        void arrange(Shell shell) {
            for (int i = 0; i < 2; i++) {
                done(shell.run(
                        "add",
                        "solution",
                        "--agent",
                        "debugger",
                        "--error",
                        "the pool of the shop is empty",
                        "--fix",
                        "close each connection of the shop after its order"));
            }
        }
    },
    COMPRESS("optimize compress --age-days 0"),
    DECOMPRESS("optimize decompress"),
    WARM_CACHE("optimize warm-cache"),
    MAINTAIN("maintain", Trait.MANY_STEPS),
    MIGRATE("migrate migrate", Trait.SOUND),
    MIGRATE_DOWN("migrate migrate --version 1.0.0", Trait.SOUND) {
        @Override
        void arrange(Shell shell) {
            done(shell.run("migrate", "migrate"));
        }
    },
    FIRST_BACKUP("backup create", Trait.NO_HISTORY),
    FIRST_PRUNE("prune", Trait.NO_HISTORY),
    INCREMENT("backup create"),
    FULL_BACKUP("backup create --full"),
    AUTO_BACKUP("backup auto", Trait.ROTATES),
    DRILL("backup drill"),
    RESTORE("backup restore SNAPSHOT"),
    RESTORE_OF_ITEMS("backup restore SNAPSHOT --item " + Beginning.STALE_ID),
    RESTORE_INTO_FOLDER("backup restore SNAPSHOT --target restored", Trait.NOT_AGAIN),
    ROTATE("backup rotate --hourly 0 --daily 0 --max-count 1", Trait.ROTATES) {
        @Override
        void arrange(Shell shell) {
            done(shell.run("backup", "create", "--full"));
        }
    },
    UNDO("undo", Trait.NOT_AGAIN),
    UNDO_OF_RESTORE("undo", Trait.NOT_AGAIN) {
        @Override
        void arrange(Shell shell) {
            done(shell.run("backup", "restore"));
        }
    },
    UNDO_OF_MIGRATION("undo", Trait.NOT_AGAIN, Trait.SOUND) {
        @Override
        void arrange(Shell shell) {
            done(shell.run("migrate", "migrate"));
        }
    },
    PIN("pin " + Beginning.KEPT_ID),
    UNPIN("unpin " + Beginning.KEPT_ID) {
        @Override
        void arrange(Shell shell) {
            done(shell.run("pin", Beginning.KEPT_ID));
        }
    },
    INDEX("optimize index", Trait.INDEXES),
    INDEX_ANEW("optimize index --rebuild", Trait.INDEXES) {
        @Override
        void arrange(Shell shell) {
            done(shell.run("optimize", "index"));
        }
    },
    INDEX_OF_MORE("optimize index", Trait.INDEXES) {
        @Override
        void arrange(Shell shell) {
            done(shell.run("optimize", "index"));
            done(shell.run("prune"));
        }
    },
    SEARCH("search pattern", Trait.INDEXES),
    ALL("optimize all", Trait.MANY_STEPS, Trait.INDEXES),
    METRICS("monitor metrics"),
    REPORT("monitor report"),
    ALERTS("monitor alerts test"),
    CONFIG("config init", Trait.NOT_AGAIN),
    INIT("init other/.loom/memory", Trait.NOT_AGAIN),
    SAMPLE("sample other/.loom/memory --items 20", Trait.NOT_AGAIN, Trait.MADE_UP);

    /** Returns the operations that this run tries. */
    public static Stream<Operation> chosen() {
        return Effort.sixth(values());
    }

    /** The properties of an operation. */
    enum Trait {
        /** Updates the index. */
        INDEXES,
        /** Changes a file more than once, so it has intermediate versions. */
        MANY_STEPS,
        /** Is rejected if repeated. */
        NOT_AGAIN,
        /** Removes snapshots. */
        ROTATES,
        /** Rejects damaged files, so the store does not contain any. */
        SOUND,
        /** Writes only derived data, which need not be durable. */
        MADE_UP,
        /** The store has no history. */
        NO_HISTORY
    }

    private static final String SNAPSHOT = "SNAPSHOT";

    private final String command;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    Operation(String command, Trait... traits) {
        this.command = command;
        this.traits.addAll(List.of(traits));
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** The commands immediately before. */
    void arrange(Shell shell) {
        // Nothing.
    }

    /** Returns the words of the command for a prepared store. */
    String[] words(Path directory) throws IOException {
        // By name, because otherwise a second attempt would refer to another run, or to the snapshot of the first
        // attempt.
        String named = command.equals("undo") ? command + " " + newestRun(directory) : command;
        return (named.contains(SNAPSHOT) ? named.replace(SNAPSHOT, oldestSnapshot(directory)) : named).split(" ");
    }

    private static String newestRun(Path directory) throws IOException {
        return names(directory, "runs", ".jsonl").getLast();
    }

    private static String oldestSnapshot(Path directory) throws IOException {
        return names(directory, "generations", ".json.zst").getFirst();
    }

    /** Returns the ids of runs or snapshots, the prefixes of file names beside a store. */
    private static List<String> names(Path directory, String folder, String end) throws IOException {
        Path top = directory.resolve(".loom/memory-backup/aml").resolve(folder);
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(end))
                    .map(name -> name.substring(0, name.length() - end.length()).replaceFirst("\\.[0-9]+$", ""))
                    .sorted()
                    .toList();
        }
    }

    static void done(Shell.Result result) {
        if (result.code() != ExitCode.DONE && result.code() != ExitCode.PARTIAL) {
            throw new AssertionError(result.toString());
        }
    }
}
