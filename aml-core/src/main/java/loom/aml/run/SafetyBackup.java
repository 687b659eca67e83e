package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import loom.aml.backup.Backup;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.io.DiskFullException;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.StoreChange;
import loom.aml.store.file.StoreTree;
import loom.aml.store.log.RunLog;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot before the first change of a run. Files that could not be backed up are not changed; without a snapshot,
 * no file is.
 *
 * @param safe the changes that may be made
 * @param findings the files that are not in the snapshot, with the reason
 */
record SafetyBackup(ChangeSet safe, List<Finding> findings, Report.@Nullable Backup made) {

    /** Makes no backup. */
    static SafetyBackup none(Plan plan) {
        return new SafetyBackup(plan.changes(), List.of(), null);
    }

    /** Uses the snapshot that the enclosing job has taken. */
    static SafetyBackup taken(Plan plan, String snapshot, RunLog log) throws IOException {
        log.backedUp(snapshot);
        return new SafetyBackup(plan.changes(), List.of(), new Report.Backup(snapshot, false, 0));
    }

    /** Takes a snapshot. */
    static SafetyBackup before(Plan plan, Backup backup, RunLog log) throws IOException {
        Snapshot snapshot;
        try {
            snapshot = backup.create(SnapshotRequest.before(plan.operation(), log.run()));
        } catch (StoreLockedException e) {
            return nothing(Finding.Kind.LOCKED, e, "nothing was changed; run aml again later");
        } catch (DiskFullException e) {
            return nothing(Finding.Kind.FAILED, e, "nothing was changed; free some space and run aml again");
        } catch (IOException e) {
            return nothing(Finding.Kind.FAILED, e, "nothing was changed; fix the cause, or use --no-backup");
        }
        log.backedUp(snapshot.manifest().id());
        return covered(plan, snapshot);
    }

    private static SafetyBackup nothing(Finding.Kind kind, IOException e, String advice) {
        Finding why =
                Finding.of(kind, "backup", "no backup could be made before the change: " + e.getMessage(), advice);
        return new SafetyBackup(ChangeSet.NONE, List.of(why), null);
    }

    private static SafetyBackup covered(Plan plan, Snapshot snapshot) {
        Set<String> paths = new HashSet<>();
        snapshot.manifest().files().forEach(file -> paths.add(file.path()));
        List<Finding> findings = new ArrayList<>(
                snapshot.findings().stream().filter(Finding::isProblem).toList());
        Set<String> told = findings.stream().map(Finding::where).collect(Collectors.toSet());
        List<StoreChange> safe = new ArrayList<>();
        for (StoreChange change : plan.changes().changes()) {
            // Transient files are in no snapshot; they are archived when they are removed.
            if (change.seen().isMissing() || paths.contains(change.path()) || StoreTree.isTransient(change.path())) {
                safe.add(change);
            } else if (!told.contains(change.path())) {
                findings.add(Finding.of(
                        Finding.Kind.CHANGED,
                        change.path(),
                        "was removed by another program after the plan was made",
                        "nothing to do"));
            }
        }
        boolean isAll = safe.size() == plan.changes().changes().size();
        return new SafetyBackup(
                isAll || !plan.changes().isWhole() ? plan.changes().with(safe) : ChangeSet.NONE,
                findings,
                new Report.Backup(snapshot.manifest().id(), snapshot.isNew(), snapshot.bytesAdded()));
    }
}
