package loom.aml.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.NoSnapshotException;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.StoreChange;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/**
 * Undoes runs. Each commit of a run has a {@link Reversal}, and a separate class plans each kind. If the run was a
 * migration, its items are reverted all together or not at all.
 */
public final class Undo {

    /** The operation under which an undo is recorded. */
    public static final String OPERATION = OperationNames.UNDO;

    private Undo() {}

    /** Returns whether a run changed data that can be restored. */
    public static boolean canUndo(RunRecord run) {
        return Reversal.isPossible(run);
    }

    /** Plans the undo of a run, or of its remaining part if it was undone in part. */
    public static Plan plan(MemoryStore store, RunRecord run) throws IOException {
        UndoneRun undone =
                new UndoneRun(store, run, new Archive(LogFolder.of(store.place()), run.run()), new ArrayList<>());
        Set<String> left = new History(store).leftToUndo(run);
        List<StoreChange> changes = new ArrayList<>();
        run.damage().ifPresent(what -> undone.findings().add(damaged(run, what)));
        List<Reversal.Entry> entries = new ArrayList<>();
        boolean isOfItems = false;
        for (Commit commit : run.commits().reversed()) {
            Optional<Reversal> due = Reversal.of(run, commit).filter(one -> left.contains(one.name()));
            if (due.isPresent()) {
                Reversal reversal = placedNow(undone, due.get());
                try {
                    if (reversal.archive().isPresent()) {
                        undone.archive().requireSound(reversal.archive().get());
                    }
                    List<StoreChange> planned = changes(undone, reversal);
                    changes.addAll(planned);
                    entries.add(reversal.entry(planned.size()));
                    isOfItems |= reversal instanceof Reversal.RevertItems;
                } catch (UnreadableNowException e) {
                    undone.findings().addAll(e.findings());
                } catch (NoSnapshotException | NoSuchFileException e) {
                    undone.findings().add(lost(reversal, String.valueOf(e.getMessage())));
                } catch (DamagedException e) {
                    undone.findings().add(lost(reversal, e.what()));
                }
            } else if (commit instanceof Commit.FileAdopted) {
                undone.findings()
                        .add(Finding.of(
                                Finding.Kind.RECOVERY,
                                commit.path(),
                                "the run gave the file its plain name",
                                "kept: the runtime reads the file under this name, and its content was not changed"));
            }
        }
        ChangeSet all = new ChangeSet(changes);
        if (isOfItems && MigrationUndo.isMigration(run)) {
            all = new MigrationUndo(undone).with(changes).asWhole();
        }
        return new UndoPlan(all, undone.findings(), run, entries);
    }

    /**
     * Returns the changes that reverse one commit; none, with a finding, if another program has written the file since.
     *
     * @throws UnreadableNowException if the file cannot be read now, so that a later undo has to reverse the commit
     */
    private static List<StoreChange> changes(UndoneRun run, Reversal reversal) throws IOException {
        return switch (reversal) {
            case Reversal.RevertEdits edited -> EditUndo.changes(run, edited);
            case Reversal.PutItemsBack removed -> List.of(RemovalUndo.change(run, removed));
            case Reversal.RevertItems transformed -> List.of(TransformationUndo.change(run, transformed));
            case Reversal.RevertLines edited -> List.of(LinesUndo.change(run, edited));
            case Reversal.PutFileBack replaced -> List.of(FileUndo.change(run, replaced));
            case Reversal.RemoveCreated created -> list(CreatedFileUndo.change(run, created));
            case Reversal.TakeFromSnapshot restored -> list(RestoreUndo.change(run, restored));
            case Reversal.Recode recoded -> list(RecodingUndo.change(run, recoded));
        };
    }

    private static List<StoreChange> list(Optional<? extends StoreChange> change) {
        return change.<List<StoreChange>>map(List::of).orElse(List.of());
    }

    private static Finding damaged(RunRecord run, String what) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                "run " + run.run(),
                "its record was damaged: " + what,
                "the changes in the rest of the record are undone; the other archives of the run are kept");
    }

    private static Finding lost(Reversal reversal, String why) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                reversal.path(),
                "cannot be restored: " + why,
                "left unchanged; another snapshot may contain it, see 'aml backup list'");
    }

    /**
     * Redirects a reversal to the plain name if a {@code .gz} file was renamed since, because the runtime reads items
     * there.
     */
    private static Reversal placedNow(UndoneRun run, Reversal reversal) throws IOException {
        if (reversal instanceof Reversal.OfItems ofItems) {
            Optional<CollectionFile> suffixed =
                    CollectionFile.ofPath(reversal.path()).filter(CollectionFile::suffixed);
            if (suffixed.isPresent() && run.state(reversal.path()).isMissing()) {
                String plain = suffixed.get().twin().path();
                return run.state(plain).isFile() ? ofItems.at(plain) : reversal;
            }
        }
        return reversal;
    }

    private record UndoPlan(ChangeSet changes, List<Finding> findings, RunRecord run, List<Reversal.Entry> entries)
            implements Plan {
        @Override
        public String operation() {
            return OPERATION;
        }

        /** Lines that fold moved are moved back; nobody needs to confirm that. */
        @Override
        public long forgets() {
            return run.operation().equals(OperationNames.FOLD) ? 0 : Plan.super.forgets();
        }

        @Override
        public JsonObject policy() {
            return Reversal.Entry.policy(run, entries);
        }
    }
}
