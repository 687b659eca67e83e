package loom.aml.app.similar;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.json.JsonObject;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.ReadPair;
import loom.aml.merge.combine.Merger;
import loom.aml.merge.combine.Merges;
import loom.aml.run.MergeRun;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.PlanSummary;
import loom.aml.store.Selection;

/** Merges the items that say the same. */
public final class MergeStore {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public MergeStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isAgain whether pairs that {@code undo} took apart may be merged again
     */
    public record Request(Selection within, boolean isAgain) {}

    /**
     * The result of a dry run.
     *
     * @param store the location of the store
     */
    public record Preview(String store, Merges plan) {
        public List<Finding> findings() {
            return plan.findings();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", true)
                    .put("operation", plan.operation())
                    .put("policy", plan.policy())
                    .put("items", plan.items())
                    .putAll(PlanSummary.of(plan).toJson())
                    .put(
                            "merges",
                            plan.merges().stream().map(Merges.Merge::toJson).toList())
                    .put("findings", findings().stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /** Plans the merges. */
    public Preview preview(Request request) throws IOException {
        return new Preview(opened.location(), plan(request));
    }

    /**
     * Merges the items.
     *
     * @throws DeclinedException if the user did not confirm it
     */
    public RunResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        Merges plan = plan(request);
        try (AutoMigrated none = AutoMigrated.NOT_SET) {
            return execute(plan, none, options);
        }
    }

    RunResult execute(Merges plan, AutoMigrated migration, RunOptions options) throws IOException, DeclinedException {
        return new PlanRun(opened, frontEnd)
                .execute(
                        plan,
                        plan.items(),
                        migration,
                        options,
                        (_, execution, how) -> new MergeRun(opened.store()).execute(plan, execution, how));
    }

    private Merges plan(Request request) throws IOException {
        return new MergeRun(opened.store()).plan(request.within(), request.isAgain());
    }

    /** Returns the plan that merges one pair, which a person accepted. */
    static Merges ofPair(MemoryStore store, ReadPair pair) throws IOException {
        return Merger.ofAccepted(store, MergePolicy.DEFAULT).plan(List.of(pair.pair()), List.of(), 2);
    }

    static Optional<String> refusal(ReadPair pair) {
        return Merger.isPossible(pair)
                ? Optional.empty()
                : Optional.of("items of different agents, and relations of a graph, are not merged; change them with"
                        + " 'aml edit' and 'aml rm'");
    }
}
