package loom.aml.app.maintain;

import java.io.IOException;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.fold.FoldPlan;
import loom.aml.fold.FoldPolicy;
import loom.aml.fold.Folder;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.Selection;

/** Moves the lines used least out of indexes that become too large to be loaded. */
public final class FoldStore {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public FoldStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    public record Request(FoldPolicy policy, Selection agents) {}

    /**
     * The result of a dry run.
     *
     * @param store the location of the store
     */
    public record Preview(String store, FoldPlan plan) {
        public List<Finding> findings() {
            return plan.findings();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", true)
                    .put("operation", plan.operation())
                    .put("policy", plan.policy())
                    .put(
                            "moves",
                            plan.moves().stream().map(FoldPlan.Move::toJson).toList())
                    .put("findings", findings().stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /** Plans the moves. */
    public Preview preview(Request request) throws IOException {
        return new Preview(opened.location(), plan(request));
    }

    /**
     * Moves the lines.
     *
     * @throws DeclinedException never; nothing is removed
     */
    public RunResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        FoldPlan plan = plan(request);
        try (AutoMigrated none = AutoMigrated.execute(opened, FoldPlan.OPERATION, options)) {
            return new PlanRun(opened, frontEnd).execute(plan, 0, none, options);
        }
    }

    private FoldPlan plan(Request request) throws IOException {
        opened.require(ItemKind.ENTRY, "it has no index, so there is nothing to fold");
        return new Folder(request.policy()).plan(opened.store(), request.agents());
    }
}
