package loom.aml.app.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.UnsupportedByStoreException;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.GraphImport;
import loom.aml.exchange.ImportPlan;
import loom.aml.exchange.ImportPlanner;
import loom.aml.exchange.Reading;
import loom.aml.exchange.StoreReading;
import loom.aml.exchange.Strategy;
import loom.aml.exchange.Tombstone;
import loom.aml.item.ItemKind;
import loom.aml.store.Finding;

/** Imports the items of another store, file or program into a store, as one run. */
public final class ImportItems {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public ImportItems(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param source the items
     * @param kind the kind of {@code .loom/memory} for items of other kinds; empty to decide by their type
     * @param agents the agents whose items are imported; empty for all
     */
    public record Request(Reading source, Strategy strategy, Optional<ItemKind> kind, Set<String> agents) {
        public Request {
            agents = Set.copyOf(agents);
        }
    }

    /** Plans the import. */
    public ImportPreview preview(Request request) throws IOException {
        return new ImportPreview(opened.location(), plan(request));
    }

    /**
     * Imports the items.
     *
     * @throws DeclinedException if the user did not confirm the removals
     */
    public ImportResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        ImportPlan plan = plan(request);
        RunResult result = new PlanRun(opened, frontEnd).execute(plan, plan.items(), AutoMigrated.NOT_SET, options);
        return new ImportResult(plan, result);
    }

    private ImportPlan plan(Request request) throws IOException {
        if (StoreReading.formatOf(opened.store()) == ExchangeFormat.GRAPH) {
            return graph(request);
        }
        List<Finding> unreadable = new ArrayList<>();
        Map<String, Tombstone> removed =
                request.strategy() == Strategy.MERGE ? RemovedBefore.of(opened.store(), unreadable) : Map.of();
        Reading source = request.source().ofAgents(request.agents());
        ImportPlan plan = new ImportPlanner(opened.store(), request.strategy(), request.kind(), removed).plan(source);
        List<Finding> findings = new ArrayList<>(unreadable);
        findings.addAll(plan.findings());
        return new ImportPlan(
                plan.source(), plan.strategy(), plan.counts(), plan.items(), plan.losses(), plan.changes(), findings);
    }

    /** A graph gets what it lacks: its lines have no times that would show which version is newer. */
    private ImportPlan graph(Request request) throws IOException {
        if (request.strategy() == Strategy.REPLACE) {
            throw new UnsupportedByStoreException(
                    opened.location(),
                    opened.store().kind(),
                    "an import adds what it lacks and replaces nothing; use --strategy append");
        }
        return GraphImport.plan(opened.store(), request.source().ofAgents(request.agents()), request.strategy());
    }
}
