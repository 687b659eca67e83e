package loom.aml.fold;

import loom.aml.json.JsonObject;
import loom.aml.store.IndexSize;

/**
 * The policy of folding.
 *
 * @param budget the part of an index that is loaded
 * @param above the share of the budget above which an index is folded, 0 to 1
 * @param downTo the share of the budget that is left in use, 0 to 1
 */
public record FoldPolicy(IndexSize budget, double above, double downTo) {
    public static final FoldPolicy DEFAULT = new FoldPolicy(IndexSize.LOADED, IndexSize.NEARLY_FULL, 0.6);

    public FoldPolicy {
        if (!(above >= 0 && above <= 1 && downTo >= 0 && downTo <= above)) {
            throw new IllegalArgumentException("shares are from 0 to 1, and the second is not larger than the first");
        }
    }

    public FoldPolicy withDownTo(double share) {
        return new FoldPolicy(budget, Math.max(share, Math.min(above, 1)), share);
    }

    public FoldPolicy withAbove(double share) {
        return new FoldPolicy(budget, share, Math.min(downTo, share));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("budget_lines", budget.lines())
                .put("budget_bytes", budget.bytes())
                .put("above", above)
                .put("down_to", downTo)
                .build();
    }
}
