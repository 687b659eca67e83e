package loom.aml.app.backup;

import java.io.IOException;
import java.util.List;
import loom.aml.app.ClockJudgement;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.app.monitor.Monitoring;
import loom.aml.app.monitor.ObserveStore;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.json.JsonObject;
import loom.aml.monitor.SurveyDepth;
import loom.aml.storage.Unlocking;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;

/**
 * Creates and verifies a snapshot, rotates old ones and copies the backups to the configured places, as a scheduler does every day.
 * Raises an alert if the backup fails.
 */
public final class BackUpAutomatically {
    private final StoreOpener stores;
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public BackUpAutomatically(StoreOpener stores, OpenStore opened, FrontEnd frontEnd) {
        this.stores = stores;
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isFull whether to create a full snapshot, even if none is due
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(boolean isFull, boolean isClockTrusted) {}

    /**
     * The result.
     *
     * @param store the location of the store
     * @param copies the copies in the configured places
     * @param monitoring the findings of monitoring after an alert was raised; otherwise empty
     */
    public record Result(String store, AutoBackup.Result done, CopyBackups.Result copies, List<Finding> monitoring) {
        public Result {
            monitoring = List.copyOf(monitoring);
        }

        /** Returns whether the backup and each copy succeeded. */
        public boolean isComplete() {
            return done.isComplete() && copies.isComplete();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(done.toJson())
                    .put("copies", copies.copiesToJson())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        AutoBackup.Result done = backUp(request);
        CopyBackups.Result copies = copy();
        List<Finding> monitoring = Monitoring.isCauseForAlert(done.rotation().findings()) || !copies.isComplete()
                ? new ObserveStore(stores, frontEnd)
                        .run(new ObserveStore.Request(SurveyDepth.ALL, true))
                        .findings()
                : List.of();
        return new Result(opened.location(), done, copies, monitoring);
    }

    private CopyBackups.Result copy() throws IOException {
        try (OpenBackups backups = OpenBackups.of(opened)) {
            return new CopyBackups(backups, Unlocking.Passphrase.NONE).afterJob();
        }
    }

    private AutoBackup.Result backUp(Request request) throws IOException {
        SnapshotRequest snapshot = request.isFull() ? SnapshotRequest.DEFAULT.full() : SnapshotRequest.DEFAULT;
        try (OpenBackups backups = OpenBackups.of(opened)) {
            ClockVerdict clock = ClockJudgement.of(opened, backups.backup(), request.isClockTrusted());
            return backups.runs().auto(opened.policies().backup(), snapshot, clock);
        } catch (IOException e) {
            Monitoring.backupFailed(stores, frontEnd, e);
            throw e;
        }
    }
}
