package loom.aml.fold;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * A plan of folding.
 *
 * @param moves the lines that are moved, in the order of their indexes
 */
public record FoldPlan(ChangeSet changes, List<Move> moves, List<Finding> findings, JsonObject policy) implements Plan {
    /** The operation under which folding is recorded. */
    public static final String OPERATION = "fold";

    /**
     * A line that is moved.
     *
     * @param from the path of the index
     * @param to the path of the index that it is moved to
     * @param title the title of the entry
     */
    public record Move(String from, String to, String title) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("from", from)
                    .put("to", to)
                    .put("title", title)
                    .build();
        }
    }

    public FoldPlan {
        moves = List.copyOf(moves);
        findings = List.copyOf(findings);
    }

    @Override
    public String operation() {
        return OPERATION;
    }

    /** A line that is moved stays in the store. */
    @Override
    public long removes() {
        return 0;
    }

    @Override
    public long forgets() {
        return 0;
    }

    @Override
    public long transforms() {
        return moves.size();
    }
}
