package loom.aml.app.maintain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.RunResult;
import loom.aml.json.JsonObject;
import loom.aml.maintain.Maintenance;
import loom.aml.run.KnownFindings;
import loom.aml.store.Explanation;
import loom.aml.store.Finding;
import loom.aml.store.PlanSummary;

/**
 * The result of a dry run of {@link MaintainStore}.
 *
 * @param store the location of the store
 * @param recovered the findings of recovery when the store was opened
 * @param known the findings of the last run
 */
public record MaintainPreview(String store, List<Finding> recovered, Maintenance.Plans plans, KnownFindings known) {
    public MaintainPreview {
        recovered = List.copyOf(recovered);
    }

    /** Returns the migration that would precede the other steps. */
    public AutoMigrated migration() {
        return plans.migration().map(AutoMigrated::planned).orElse(AutoMigrated.NOT_SET);
    }

    public PlanSummary gc() {
        return PlanSummary.of(plans.gc());
    }

    public PlanSummary prune() {
        return PlanSummary.of(plans.prune());
    }

    /**
     * Returns the first of the items that would be removed, each with its rule.
     *
     * @param opened the store that the job was planned for
     */
    public List<Explanation> first(OpenStore opened, int limit) throws IOException {
        List<Explanation> first =
                new ArrayList<>(Explanation.first(opened.store(), plans.gc().changes(), limit));
        first.addAll(Explanation.first(opened.store(), plans.prune().changes(), limit - first.size()));
        return first;
    }

    /** Returns the totals of the merges; empty if merging is disabled. */
    public Optional<PlanSummary> merge() {
        return plans.merge().map(PlanSummary::of);
    }

    /** Returns the number of files that would be compressed. */
    public int compressedFiles() {
        return plans.compress().changes().changes().size();
    }

    /** Returns whether nothing would be changed. */
    public boolean isEmpty() {
        return gc().files() + prune().files() + merge().map(PlanSummary::files).orElse(0) + compressedFiles() == 0
                && (plans.migration().isEmpty() || plans.migration().get().items() == 0);
    }

    /** Returns the findings of all steps without repetitions. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(recovered);
        all.addAll(plans.gc().findings());
        all.addAll(migration().findings());
        plans.merge().ifPresent(merge -> all.addAll(merge.findings()));
        return RunResult.merged(
                RunResult.merged(all, plans.prune().findings()),
                plans.compress().findings());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", true)
                .put("items", plans.gc().items())
                .putAll(migration().toJson())
                .put("gc", gc().toJson())
                .put("prune", prune().toJson())
                .put("merge", merge().map(PlanSummary::toJson).orElse(null))
                .put(
                        "compress",
                        JsonObject.builder()
                                .put("files_changed", compressedFiles())
                                .put("bytes_before", plans.compress().bytes())
                                .build())
                .put("returned", plans.prune().returned())
                .put("findings", findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
