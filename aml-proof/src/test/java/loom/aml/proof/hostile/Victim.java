package loom.aml.proof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.FolderContents;
import loom.aml.cli.ExitCode;
import loom.aml.io.LocalDisk;
import loom.aml.proof.Shell;

/**
 * A store that an attacker has prepared, and the attacker's target beside it: a folder like that of an agent, full of
 * items that every rule removes.
 */
final class Victim {
    private static final List<String> EVERYTHING = List.of(
            "migrate detect",
            "monitor report",
            "monitor health",
            "prune --dry-run --explain",
            "optimize gc --dry-run --explain",
            "backup create",
            "maintain",
            "optimize gc --repair",
            "prune",
            "migrate migrate",
            "undo",
            "backup auto",
            "backup list",
            "backup show",
            "backup verify --all",
            "backup drill",
            "history",
            "migrate history",
            "monitor metrics",
            "monitor alerts");

    private final Path directory;
    private final TestStore store;
    private final Shell shell;

    Victim(Path directory) throws IOException {
        this.directory = directory;
        this.store = TestStore.in(directory.resolve("home"));
        this.shell = new Shell(directory.resolve("home"), new LocalDisk());
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("patterns.json"), TestItem.collection(stale("x"), stale("y"), stale("y")));
        Files.writeString(outside.resolve("decisions.json"), "[]");
        Files.writeString(outside.resolve("broken.json"), "[{");
        store.put("debugger/patterns.json", kept("a"), stale("b")).put("config.json", "{}");
    }

    static TestItem kept(String id) {
        return TestItem.pattern(id)
                .with("timestamp", Shell.BEGAN.minus(Duration.ofDays(10)))
                .with("evolution.lastUsed", Shell.BEGAN.minus(Duration.ofDays(1)));
    }

    static TestItem stale(String id) {
        return TestItem.pattern(id)
                .with("timestamp", Shell.BEGAN.minus(Duration.ofDays(300)))
                .with("evolution.created", Shell.BEGAN.minus(Duration.ofDays(300)))
                .with("evolution.lastUsed", Shell.BEGAN.minus(Duration.ofDays(200)));
    }

    /** The working directory of the commands. */
    Path home() {
        return directory.resolve("home");
    }

    TestStore store() {
        return store;
    }

    Path outside() {
        return directory.resolve("outside");
    }

    SortedMap<String, String> lookOutside() throws IOException {
        return FolderContents.at(outside());
    }

    Shell.Result run(String... words) {
        Shell.Result result = shell.run(words);
        assertThat(result.toString()).as(String.join(" ", words)).doesNotContain("internal error");
        return result;
    }

    /** Runs nearly every command and returns their output. None may fail with an internal error. */
    String runEverything() {
        StringBuilder told = new StringBuilder();
        for (String command : EVERYTHING) {
            told.append(run(command.split(" ")));
            told.append(run((command + " --json").split(" ")));
        }
        return told.toString();
    }

    /** Valid data is still maintained: the good item is kept, the stale one is removed. */
    void requireServed() throws IOException {
        // A new item, because the earlier one may have been pruned and restored, and is then exempt.
        store.put("debugger/patterns.json", kept("a"), stale("served"));
        Shell.Result result = run("maintain");
        assertThat(result.code()).as(result.toString()).isIn(ExitCode.DONE, ExitCode.PARTIAL);
        assertThat(store.ids("debugger/patterns.json")).containsExactly("a");
    }
}
