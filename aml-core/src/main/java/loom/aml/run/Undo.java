package loom.aml.run;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.NoSnapshotException;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.io.Encoding;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.RunRecord;

/**
 * Takes a run back: everything that its record marks as done is put back from its archive, or, if it was a restore by an earlier
 * version, from the snapshot that was taken before it. An item goes where it stood if the file is as the run left it, else to the end; one whose id
 * stands in the collection by now stays in the archive. Items that the run transformed go the way back, all together or none,
 * and keep what was changed in them since. A file that the run stored in another encoding is stored as it was before.
 */
public final class Undo {

    /** The word under which undoing is recorded. */
    public static final String OPERATION = "undo";

    private static final String UNDOES = "undoes";
    private static final String STEPS = "steps";
    private static final String ARCHIVE = "archive";
    private static final String FILE = "file";

    /** Operations of which there is nothing to put back. */
    static final Set<String> NOT_UNDOABLE = Set.of("pin", "unpin");

    private Undo() {}

    /**
     * Something that a run took away and that can be put back.
     *
     * @param archive the name of the archive that holds it
     * @param path the file that it is put back to
     */
    record Step(String archive, String path) {
        JsonObject toJson() {
            return JsonObject.builder().put(ARCHIVE, archive).put(FILE, path).build();
        }

        /** The step that an object tells of; nothing if it tells of none. */
        static Optional<Step> of(JsonObject json) {
            String path = json.string(FILE).orElse("");
            return json.string(ARCHIVE).filter(_ -> isWithinStore(path)).map(archive -> new Step(archive, path));
        }
    }

    /** Records are text that anybody can edit: a path that leads out of the store is passed over. */
    static boolean isWithinStore(String path) {
        try {
            Path normal = FileName.path(path).normalize();
            return !normal.isAbsolute()
                    && !normal.startsWith("..")
                    && !normal.toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** What a run took away, and from where. */
    static List<Step> steps(RunRecord run) {
        return run.commits().stream()
                .map(commit -> stepOf(run, commit))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Step> stepOf(RunRecord run, JsonObject commit) {
        return Step.of(commit)
                .or(() -> CreatedUndo.stepOf(commit))
                .or(() -> SnapshotUndo.stepOf(run, commit))
                .or(() -> EncodingUndo.stepOf(commit));
    }

    /** Whether a run took anything away that could be put back. */
    public static boolean canUndo(RunRecord run) {
        boolean mayHaveMore = run.damage().isPresent() && !run.operation().startsWith(BackupRuns.PREFIX);
        return !NOT_UNDOABLE.contains(run.operation())
                && (mayHaveMore || !steps(run).isEmpty());
    }

    /** The run that an undo took back. */
    static Optional<String> undoneBy(RunRecord undo) {
        return undo.started().object("policy").flatMap(policy -> policy.string(UNDOES));
    }

    /** What an undo set out to put back, and where to. */
    static List<Step> plannedBy(RunRecord undo) {
        return undo.started().object("policy").stream()
                .flatMap(policy -> policy.objects(STEPS).stream())
                .map(Step::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The way back from a run, or, if it was taken back in part, from the rest of it. */
    public static Plan plan(FileMemoryStore store, RunRecord run) throws IOException {
        Archive archive = new Archive(store.disk(), store.logs(), run.run());
        Set<String> left = new History(store).leftToUndo(run);
        List<FileChange> changes = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        run.damage().ifPresent(what -> findings.add(damaged(run, what)));
        List<Step> steps = new ArrayList<>();
        for (JsonObject commit : run.commits().reversed()) {
            Optional<Step> taken = stepOf(run, commit).filter(step -> left.contains(step.archive()));
            if (taken.isPresent()) {
                Step step = placedNow(store, taken.get());
                try {
                    if (isArchived(commit, step)) {
                        archive.requireSound(step.archive(), commit);
                    }
                    if (EditUndo.isEdit(commit)) {
                        changes.addAll(EditUndo.changes(store, archive, run.run(), step, findings));
                    } else if (Archive.isOfTransformed(step.archive())) {
                        changes.add(reverted(store, run, step));
                    } else {
                        change(store, archive, run, step, commit, findings).ifPresent(changes::add);
                    }
                    steps.add(step);
                } catch (NoSnapshotException | NoSuchFileException e) {
                    findings.add(lost(step, String.valueOf(e.getMessage())));
                } catch (DamagedException e) {
                    findings.add(lost(step, e.what()));
                }
            } else if (commit.string("change").equals(Optional.of(FileOutcome.Change.ADOPT.word()))) {
                findings.add(Finding.of(
                        Finding.Kind.RECOVERY,
                        commit.string(FILE).orElse(""),
                        "the run gave the file its plain name",
                        "kept: nothing was taken away, and under this name the runtime sees it"));
            }
        }
        ChangeSet all = new ChangeSet(changes);
        if (MigrationUndone.isMigration(run)
                && steps.stream().anyMatch(step -> Archive.isOfTransformed(step.archive()))) {
            all = new MigrationUndone(store, run).with(changes).asWhole();
        }
        return new UndoPlan(all, findings, run, steps);
    }

    private static boolean isArchived(JsonObject commit, Step step) {
        return commit.string(ARCHIVE).equals(Optional.of(step.archive()));
    }

    private static Finding damaged(RunRecord run, String what) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                "run " + run.run(),
                "its record was damaged: " + what,
                "what the rest of the record says is put back; the other archives of the run are left where they are");
    }

    private static Finding lost(Step step, String why) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                step.path(),
                "cannot be put back as it was: " + why,
                "left as it is now; another snapshot may hold it, see 'aml backup list'");
    }

    /** A {@code .gz} file may have got its plain name since; its items go where the runtime sees them. */
    private static Step placedNow(FileMemoryStore store, Step step) throws IOException {
        Optional<CollectionFile> suffixed =
                CollectionFile.ofPath(step.path()).filter(file -> file.suffixed() && isOfItems(step));
        if (suffixed.isPresent() && state(store, step.path()).isMissing()) {
            String plain = suffixed.get().twin().path();
            return state(store, plain).isFile() ? new Step(step.archive(), plain) : step;
        }
        return step;
    }

    private static boolean isOfItems(Step step) {
        return Archive.isOfItems(step.archive()) || Archive.isOfTransformed(step.archive());
    }

    private static FileState state(FileMemoryStore store, String path) throws IOException {
        return store.disk().state(FileName.resolve(store.root(), path));
    }

    private static FileChange reverted(FileMemoryStore store, RunRecord run, Step step) throws IOException {
        CollectionFile file = CollectionFile.ofPath(step.path())
                .orElseThrow(() -> new IOException(
                        "run " + run.run() + " transformed items of what is no collection: " + step.path()));
        return new FileChange.Revert(
                file,
                state(store, step.path()),
                MigrationUndone.of(run),
                new FileChange.Transformed(run.run(), step.archive()));
    }

    private static Optional<FileChange> change(
            FileMemoryStore store, Archive archive, RunRecord run, Step step, JsonObject commit, List<Finding> findings)
            throws IOException {
        Optional<Checksum.Content> left = RunRecord.left(commit);
        FileState seen = state(store, step.path());
        if (EncodingUndo.isOfEncoding(step)) {
            return EncodingUndo.change(store, step, seen, left, findings);
        }
        if (CreatedUndo.isOfCreated(step)) {
            return CreatedUndo.change(store, run, step, seen, left, findings);
        }
        if (SnapshotUndo.isFromSnapshot(step)) {
            return SnapshotUndo.change(store, step, seen, left, findings);
        }
        Optional<CollectionFile> file = CollectionFile.ofPath(step.path());
        if (Archive.isOfItems(step.archive()) && file.isPresent()) {
            return Optional.of(new FileChange.PutBack(
                    file.get(),
                    seen,
                    archive.items(step.archive()),
                    left.orElse(new Checksum.Content(-1, "")),
                    file.get().suffixed() ? Encoding.GZIP : Encoding.PLAIN));
        }
        Optional<Access> noted = RunRecord.access(commit);
        return Optional.of(new FileChange.PutFileBack(
                step.path(),
                seen,
                left.orElse(null),
                archive.file(step.archive()),
                noted.isPresent() ? noted.get() : SnapshotUndo.accessBefore(store, run, step.path()),
                VersionsOfFile.difference(store, step.path(), seen, () -> archive.open(step.archive())),
                new UndoCause(run.run())));
    }

    private record UndoPlan(ChangeSet changes, List<Finding> findings, RunRecord run, List<Step> steps)
            implements Plan {
        @Override
        public String operation() {
            return OPERATION;
        }

        @Override
        public JsonObject policy() {
            return JsonObject.builder()
                    .put(UNDOES, run.run())
                    .put(STEPS, steps.stream().map(Step::toJson).toList())
                    .build();
        }
    }
}
