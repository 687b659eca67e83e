package loom.aml.app.similar;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.item.RemoveItems;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunOptions;
import loom.aml.json.JsonObject;
import loom.aml.merge.ReadPair;
import loom.aml.merge.RejectPlan;
import loom.aml.merge.decide.Verdict;
import loom.aml.run.Execution;
import loom.aml.run.Report;

/** Accepts or rejects a suggestion. */
public final class DecideSuggestion {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public DecideSuggestion(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The result.
     *
     * @param store the location of the store
     * @param report the run, which {@code undo} reverses
     */
    public record Result(String store, ReadPair pair, Report report) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", false)
                    .put("suggestion", pair.name())
                    .put("verdict", pair.decision().verdict().word())
                    .put("kept", pair.one().key().id())
                    .put("other", pair.other().key().id())
                    .putAll(report.toJson())
                    .build();
        }
    }

    /**
     * Does what a suggestion says: merges items that are the same or related, and removes the less proven one of two that contradict each other.
     *
     * @param name the name of the suggestion, or its first characters
     * @throws NoSuchSuggestionException if no suggestion or several have such a name, or the items cannot be merged
     */
    public Result accept(String name) throws IOException, NoSuchSuggestionException {
        ReadPair pair = find(name);
        if (pair.decision().verdict() == Verdict.CONTRADICTORY) {
            RemoveItems.Request request = new RemoveItems.Request(
                    Map.of(pair.other().key(), pair.other().revision()),
                    "contradicts " + pair.one().key().id());
            return new Result(
                    opened.location(),
                    pair,
                    new RemoveItems(opened).run(request).report());
        }
        Optional<String> refusal = MergeStore.refusal(pair);
        if (refusal.isPresent()) {
            throw new NoSuchSuggestionException(refusal.get());
        }
        try (AutoMigrated none = AutoMigrated.NOT_SET) {
            return new Result(
                    opened.location(),
                    pair,
                    new MergeStore(opened, frontEnd)
                            .execute(MergeStore.ofPair(opened.store(), pair), none, new RunOptions(false, true))
                            .report());
        } catch (DeclinedException e) {
            throw new IllegalStateException("it was confirmed in advance", e);
        }
    }

    /**
     * Makes a suggestion disappear until one of its items changes.
     *
     * @param name the name of the suggestion, or its first characters
     * @throws NoSuchSuggestionException if no suggestion or several have such a name
     */
    public Result reject(String name) throws IOException, NoSuchSuggestionException {
        return decide(RejectPlan.REJECT, find(name));
    }

    /**
     * Suggests a rejected pair again.
     *
     * @param name the name of the suggestion, or its first characters; 'aml similar' lists the rejected ones, too
     * @throws NoSuchSuggestionException if no rejected suggestion or several have such a name
     */
    public Result reopen(String name) throws IOException, NoSuchSuggestionException {
        return decide(RejectPlan.REOPEN, only(name, FindSimilar.Request.rejected(name)));
    }

    private Result decide(String operation, ReadPair pair) throws IOException {
        Report report = new Execution(opened.store(), opened.random())
                .execute(new RejectPlan(operation, pair, opened.now()), Execution.Options.DEFAULT.withBackup(false));
        return new Result(opened.location(), pair, report);
    }

    private ReadPair find(String name) throws IOException, NoSuchSuggestionException {
        return only(name, FindSimilar.Request.named(name));
    }

    private ReadPair only(String name, FindSimilar.Request request) throws IOException, NoSuchSuggestionException {
        List<ReadPair> found = new FindSimilar(opened).run(request).pairs();
        if (found.size() != 1) {
            throw new NoSuchSuggestionException(
                    found.isEmpty()
                            ? "no suggestion begins with " + name + "; 'aml suggestions' lists them"
                            : found.size() + " suggestions begin with " + name + "; give more characters");
        }
        return found.getFirst();
    }
}
