package loom.aml.merge.combine;

import java.util.ArrayList;
import java.util.List;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.StoreChange;

/**
 * A plan of merges.
 *
 * @param steps sets of changes that are made one after the other; each merge is in one of them
 * @param merges the merges, for people
 * @param items the number of items that were read
 */
public record Merges(List<ChangeSet> steps, List<Merge> merges, List<Finding> findings, JsonObject policy, long items)
        implements Plan {
    /** The operation under which merges are recorded. */
    public static final String OPERATION = "merge";

    /**
     * An item and what it absorbs.
     *
     * @param title the title of the survivor
     */
    public record Merge(ItemKey survivor, String title, List<Absorbed> absorbed) {
        public Merge {
            absorbed = List.copyOf(absorbed);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("agent", survivor.agent())
                    .put("kind", survivor.kind().word())
                    .put("survivor", survivor.id())
                    .put("title", title)
                    .put("absorbed", absorbed.stream().map(Absorbed::toJson).toList())
                    .build();
        }
    }

    /**
     * An absorbed item.
     *
     * @param reason why it says the same, in one line
     */
    public record Absorbed(ItemKey key, String title, String reason) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("id", key.id())
                    .put("title", title)
                    .put("reason", reason)
                    .build();
        }
    }

    public Merges {
        steps = List.copyOf(steps);
        merges = List.copyOf(merges);
        findings = List.copyOf(findings);
    }

    @Override
    public String operation() {
        return OPERATION;
    }

    @Override
    public ChangeSet changes() {
        List<StoreChange> all = new ArrayList<>();
        steps.forEach(step -> all.addAll(step.changes()));
        return new ChangeSet(all);
    }

    /** Returns the plan of one step. The findings are those of the whole plan and reported once. */
    public Plan step(ChangeSet changes, boolean isFirst) {
        return new Step(changes, isFirst ? findings : List.of(), policy);
    }

    @Override
    public long transforms() {
        return merges.size();
    }

    private record Step(ChangeSet changes, List<Finding> findings, JsonObject policy) implements Plan {
        @Override
        public String operation() {
            return OPERATION;
        }
    }
}
