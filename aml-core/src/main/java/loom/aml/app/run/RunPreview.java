package loom.aml.app.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.run.KnownFindings;
import loom.aml.store.Explanation;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;

/** The result of a dry run. It reads items again to explain them, so it is usable while the store is open. */
public final class RunPreview {
    private final OpenStore opened;
    private final Plan plan;
    private final AutoMigrated migration;

    /** @param migration the migration that would precede it */
    public RunPreview(OpenStore opened, Plan plan, AutoMigrated migration) {
        this.opened = opened;
        this.plan = plan;
        this.migration = migration;
    }

    public AutoMigrated migration() {
        return migration;
    }

    public PlanSummary summary() {
        return PlanSummary.of(plan);
    }

    /** Returns whether nothing would be changed. */
    public boolean isEmpty() {
        return plan.changes().isEmpty();
    }

    /** Returns the findings of recovery, the migration and the plan without repetitions. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(opened.store().recovered());
        all.addAll(RunResult.merged(migration.findings(), plan.findings()));
        return all;
    }

    /** Returns the findings of the last run of the same operation. */
    public KnownFindings known() throws IOException {
        return KnownFindings.of(opened.store(), plan.operation());
    }

    /** Reads the items that would be removed, with the rule and its values. */
    public void explain(Explanation.Reader each) throws IOException {
        Explanation.read(opened.store(), plan.changes(), each);
    }

    /** Returns the first of the items that would be removed. */
    public List<Explanation> first(int limit) throws IOException {
        return Explanation.first(opened.store(), plan.changes(), limit);
    }

    /** Reads the items that would be completed. */
    public void explainCompleted(Explanation.ChangeReader each) throws IOException {
        Explanation.readTransformed(opened.store(), plan.changes(), each);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", opened.location())
                .put("dry_run", true)
                .put("operation", plan.operation())
                .put("policy", plan.policy())
                .putAll(migration.toJson())
                .putAll(summary().toJson())
                .put("findings", findings().stream().map(Finding::toJson).toList())
                .build();
    }

    /** Writes the fields of the document with an entry for each item, which may be too many to hold in memory. */
    public void explain(JsonWriter json) throws IOException {
        json.fields(toJson());
        json.beginList("explained");
        explain(one -> json.value(one.toJson()));
        json.endList();
        if (plan.transforms() > 0) {
            json.beginList("completed");
            explainCompleted(json::value);
            json.endList();
        }
    }
}
