package loom.aml.app.backup;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.backup.restore.ItemRestore;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.RuntimeActivity;
import loom.aml.backup.restore.StoreRestore;

/** Restores a store from a snapshot: all of it, agents or items. */
public final class RestoreStore {
    /** A runtime that wrote this recently may still be running. */
    private static final Duration RECENTLY = Duration.ofMinutes(10);

    private final OpenStore opened;
    private final OpenBackups backups;
    private final OpenBackups from;
    private final FrontEnd frontEnd;

    /**
     * @param backups the backups of the store, where the snapshot before the restore is created
     */
    public RestoreStore(OpenStore opened, OpenBackups backups, FrontEnd frontEnd) {
        this(opened, backups, backups, frontEnd);
    }

    /**
     * @param from the backups to restore from, such as a copy
     */
    public RestoreStore(OpenStore opened, OpenBackups backups, OpenBackups from, FrontEnd frontEnd) {
        this.opened = opened;
        this.backups = backups;
        this.from = from;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param items the ids of the items to restore; if empty, everything that is selected
     */
    public record Request(SnapshotChoice snapshot, RestoreSelection selection, Set<String> items) {
        public Request {
            items = Set.copyOf(items);
        }
    }

    /**
     * Plans the restore and reports each item that would change.
     *
     * @throws NoSuchAgentException if the snapshot does not contain a selected agent
     */
    public RestorePreview preview(Request request, StoreRestore.Differences differences)
            throws IOException, NoSuchAgentException {
        return new RestorePreview(opened.location(), plan(request, differences));
    }

    /**
     * Restores the store.
     *
     * @throws NoSuchAgentException if the snapshot does not contain a selected agent
     * @throws DeclinedException if the user did not confirm the removals
     */
    public RunResult run(Request request, boolean isConfirmed)
            throws IOException, NoSuchAgentException, DeclinedException {
        return new PlanRun(opened, frontEnd, backups.backup())
                .execute(
                        plan(request, StoreRestore.NOBODY), 0, AutoMigrated.NOT_SET, new RunOptions(true, isConfirmed));
    }

    private RestorePlan plan(Request request, StoreRestore.Differences differences)
            throws IOException, NoSuchAgentException {
        Set<String> agents = request.selection().agents();
        ChosenSnapshot chosen = ChosenSnapshot.of(from, request.snapshot(), agents);
        RestorePlan plan = request.items().isEmpty()
                ? StoreRestore.plan(
                        opened.store(), from.backup().repository(), chosen.manifest(), request.selection(), differences)
                : ItemRestore.plan(
                        opened.store(), from.backup().repository(), chosen.manifest(), request.items(), agents);
        return plan.withFindings(chosen.findingsWith(RuntimeActivity.of(opened.store(), opened.now(), RECENTLY)));
    }
}
