package loom.aml.app.backup;

import java.io.IOException;
import loom.aml.app.ClockJudgement;
import loom.aml.backup.Rotation;
import loom.aml.backup.RotationPlan;
import loom.aml.backup.RotationPolicy;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/** Removes old snapshots by policy. */
public final class RotateSnapshots {
    private final OpenBackups backups;

    public RotateSnapshots(OpenBackups backups) {
        this.backups = backups;
    }

    /**
     * The request.
     *
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(RotationPolicy policy, boolean isClockTrusted) {}

    /**
     * The snapshots that would be removed.
     *
     * @param store the location of the store
     */
    public record Preview(String store, RotationPlan plan) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", true)
                    .putAll(plan.toJson())
                    .put(
                            "findings",
                            plan.findings().stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /**
     * The snapshots that were removed.
     *
     * @param store the location of the store
     */
    public record Result(String store, RotationPlan plan, Rotation.Result done) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", false)
                    .putAll(plan.toJson())
                    .putAll(done.toJson())
                    .build();
        }
    }

    public Preview preview(Request request) throws IOException {
        return new Preview(backups.location(), plan(request));
    }

    public Result run(Request request) throws IOException {
        RotationPlan plan = plan(request);
        return new Result(backups.location(), plan, backups.runs().rotate(plan));
    }

    private RotationPlan plan(Request request) throws IOException {
        return RotationPlan.of(
                backups.snapshots().list(),
                request.policy(),
                backups.runs()
                        .circumstances(ClockJudgement.of(
                                backups.backup(), backups.configuration(), request.isClockTrusted())));
    }
}
