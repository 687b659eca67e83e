package loom.aml.app.backup;

import java.io.IOException;
import loom.aml.backup.repack.RepackPlan;
import loom.aml.backup.repack.RepackPolicy;
import loom.aml.backup.repack.RepackReport;
import loom.aml.json.JsonObject;

/** Repacks the snapshots of generations where it pays, so that restores read less and dead bytes are freed. */
public final class RepackBackups {
    private final OpenBackups backups;

    public RepackBackups(OpenBackups backups) {
        this.backups = backups;
    }

    /**
     * The request.
     *
     * @param isAll whether to repack every generation that is not packed yet, even if it does not pay
     */
    public record Request(boolean isAll) {}

    /**
     * The generations that would be repacked.
     *
     * @param store the location of the store
     */
    public record Preview(String store, RepackPlan plan) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", true)
                    .putAll(plan.toJson())
                    .build();
        }
    }

    /**
     * The generations that were repacked.
     *
     * @param store the location of the store
     */
    public record Result(String store, RepackReport report) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", false)
                    .putAll(report.toJson())
                    .build();
        }
    }

    /** Measures the backups, and changes nothing. */
    public Preview preview(Request request) throws IOException {
        return new Preview(backups.location(), plan(request));
    }

    /**
     * Repacks the backups.
     *
     * @throws IOException if it fails; every snapshot can be restored as before
     */
    public Result run(Request request) throws IOException {
        return new Result(backups.location(), backups.runs().repack(plan(request)));
    }

    private RepackPlan plan(Request request) throws IOException {
        return backups.runs().planRepack(request.isAll() ? RepackPolicy.ALL : RepackPolicy.DEFAULT);
    }
}
