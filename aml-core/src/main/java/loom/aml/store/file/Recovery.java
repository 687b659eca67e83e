package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.AgentNames;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Reason;
import loom.aml.store.Removal;
import loom.aml.store.log.Archive;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;

/**
 * Settles what a crash interrupted, file by file, from the journals that it left. What the file holds says how far the change
 * had come: the content of before, it is finished; the content of after, it is only marked; neither, somebody wrote meanwhile,
 * and the change is applied to what stands there, item by item.
 */
final class Recovery {
    private static final Cause UNKNOWN = new RecordedCause(JsonObject.builder().build());

    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final LogFolder logs;
    private final List<Finding> findings = new ArrayList<>();

    Recovery(Disk disk, Path root, StoreOptions options, LogFolder logs) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.logs = logs;
    }

    /** What the next open for writing will settle; changes nothing. */
    List<Finding> due() throws IOException {
        for (Path journal : journals()) {
            try {
                JournalEntry entry = JournalEntry.read(disk, journal);
                findings.add(Finding.of(
                        Finding.Kind.RECOVERY,
                        entry.path(),
                        "a change of run " + entry.run() + " was interrupted",
                        "the next command that writes settles it"));
            } catch (IOException e) {
                findings.add(unreadable(journal, e));
            }
        }
        return findings;
    }

    /** Settles everything, and removes what earlier runs left lying about. */
    List<Finding> run() throws IOException {
        for (Path journal : journals()) {
            try {
                settle(journal, JournalEntry.read(disk, journal));
            } catch (IOException e) {
                findings.add(unreadable(journal, e));
            }
        }
        sweep(root);
        for (DirectoryEntry entry : disk.list(root)) {
            if (entry.state().isDirectory() && AgentNames.isValid(entry.name())) {
                sweep(root.resolve(entry.name()));
            }
        }
        return findings;
    }

    private Finding unreadable(Path journal, IOException e) {
        return Finding.of(
                Finding.Kind.FAILED,
                root.relativize(journal).toString(),
                "the note of an interrupted change could not be settled: " + e.getMessage(),
                "left as it is, and the file that it speaks of too; run aml again, or look at it");
    }

    private List<Path> journals() throws IOException {
        List<Path> journals = new ArrayList<>();
        for (DirectoryEntry entry : disk.list(root)) {
            if (entry.state().isFile()
                    && entry.name().startsWith(OwnFiles.PREFIX)
                    && entry.name().endsWith(OwnFiles.JOURNAL)) {
                journals.add(root.resolve(entry.name()));
            }
        }
        return journals;
    }

    private void settle(Path journal, JournalEntry entry) throws IOException {
        Path target = within(entry.path());
        FileState state = disk.state(target);
        Checksum.Content content = state.isMissing() ? null : ChecksummedInput.of(disk, target);
        try (RunLog log = logs.reopen(entry.run())) {
            if (Objects.equals(content, entry.after())) {
                mark(log, entry);
                found(entry, "had been made and is now recorded");
            } else if (!Objects.equals(content, entry.before())) {
                overtaken(log, entry);
            } else if (finish(entry, target, state)) {
                mark(log, entry);
                found(entry, "is now finished");
            } else {
                found(entry, "was dropped, for its staged file is gone; the file is as it was before");
            }
        }
        removeLeftovers(journal, entry);
    }

    private void found(JournalEntry entry, String what) {
        findings.add(Finding.of(
                Finding.Kind.RECOVERY, entry.path(), "a change that run " + entry.run() + " was making " + what, ""));
    }

    private boolean finish(JournalEntry entry, Path target, FileState state) throws IOException {
        Path staged = null;
        if (entry.staged() != null) {
            staged = within(entry.staged());
            if (!disk.state(staged).isFile() || !ChecksummedInput.of(disk, staged).equals(entry.after())) {
                return false;
            }
        }
        Prepared prepared = new Prepared(
                target,
                state,
                disk.now(),
                entry.before(),
                staged,
                staged == null ? null : disk.state(staged),
                entry.after(),
                entry.archive(),
                FileOutcome.notMade(new FileChange.Remove(entry.path(), state, UNKNOWN), List.of()));
        Path before = root.resolve(OwnFiles.PREFIX + "recovery" + OwnFiles.BEFORE);
        try (RunLog log = logs.reopen(entry.run())) {
            boolean done = new Transaction(disk, root, options, log).replace(prepared, before);
            if (!done) {
                throw new IOException("another program wrote " + entry.path() + " while it was being settled");
            }
            return true;
        } finally {
            if (disk.state(before).isFile()) {
                disk.delete(before);
            }
        }
    }

    private void mark(RunLog log, JournalEntry entry) throws IOException {
        boolean isMarked = logs.read(entry.run()).commits().stream()
                .anyMatch(commit -> commit.string("file").equals(Optional.of(entry.path()))
                        && commit.string("archive").equals(Optional.ofNullable(entry.archive())));
        if (!isMarked) {
            log.committed(entry.outcome(), entry.archive(), entry.after());
        }
    }

    /** What was archived may have left by our rename or be standing still: both is made sure of, and nothing is overwritten. */
    private void overtaken(RunLog log, JournalEntry entry) throws IOException {
        Optional<CollectionFile> file = CollectionFile.ofPath(entry.path());
        String archive = entry.archive();
        if (file.isEmpty() || archive == null || !Archive.isOfItems(archive)) {
            found(entry, "was dropped, for another program wrote the file meanwhile");
            return;
        }
        if (entry.after() != null) {
            JsonObject outcome = entry.outcome();
            if (logs.read(entry.run()).commits().stream()
                    .noneMatch(commit -> commit.string("archive").equals(Optional.of(archive)))) {
                log.committed(outcome, archive, null);
            }
        }
        List<Removal> removals = archived(entry.run(), archive);
        if (!disk.state(root.resolve(entry.path())).isMissing() && !removals.isEmpty()) {
            FileOutcome again = new Transaction(disk, root, options, log)
                    .run(new FileChange.Rewrite(file.get(), FileState.MISSING, removals, null), 0);
            findings.addAll(again.findings());
        }
        found(entry, "was applied to what another program wrote meanwhile, item by item");
    }

    private List<Removal> archived(String run, String name) throws IOException {
        Archive archive = new Archive(disk, logs, run);
        List<JsonObject> entries = archive.entries(name);
        List<Removal> removals = new ArrayList<>();
        int[] next = {0};
        archive.seen(name, fingerprint -> {
            Cause cause = new RecordedCause(entries.get(next[0]++));
            // A duplicate leaves only beside its survivor, which nobody can vouch for now: the next gc sees to it.
            if (cause.reason() != Reason.DUPLICATE) {
                removals.add(new Removal(-1, 0, fingerprint, cause, null));
            }
        });
        return removals;
    }

    private void removeLeftovers(Path journal, JournalEntry entry) throws IOException {
        if (entry.staged() != null) {
            Path staged = within(entry.staged());
            if (OwnFiles.isTransient(String.valueOf(staged.getFileName())) && disk.state(staged).isFile()) {
                disk.delete(staged);
            }
        }
        disk.delete(journal);
    }

    /** Files of ours that no journal speaks of: a crash came before the journal, or after the last step. */
    private void sweep(Path directory) throws IOException {
        List<Path> unsettled = journals();
        if (!unsettled.isEmpty()) {
            return;
        }
        try {
            for (DirectoryEntry entry : disk.list(directory)) {
                if (entry.state().isFile() && OwnFiles.isTransient(entry.name())) {
                    disk.delete(directory.resolve(entry.name()));
                }
            }
        } catch (java.nio.file.AccessDeniedException e) {
            // A directory that cannot be listed is reported by whoever needs what lies in it.
        }
    }

    /** A journal is text that anybody can edit: a path that leads out of the store is refused. */
    private Path within(String path) throws IOException {
        Path resolved = root.resolve(path).normalize();
        if (!resolved.startsWith(root) || resolved.equals(root)) {
            throw new IOException("it names a file outside the store: " + path);
        }
        return resolved;
    }

    /** The cause that an archive recorded. */
    private record RecordedCause(JsonObject entry) implements Cause {
        @Override
        public String strategy() {
            return entry.string("strategy").orElse("unknown");
        }

        @Override
        public String rule() {
            return entry.string("rule").orElse("unknown");
        }

        @Override
        public Reason reason() {
            String word = entry.string("reason").orElse("");
            for (Reason reason : Reason.values()) {
                if (reason.word().equals(word)) {
                    return reason;
                }
            }
            return Reason.MANUAL_DELETION;
        }

        @Override
        public JsonObject values(loom.aml.item.Item item) {
            return entry.object("values").orElseGet(() -> JsonObject.builder().build());
        }
    }
}
