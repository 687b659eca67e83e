package loom.aml.merge.decide;

/**
 * Decides about two items. They are the same only if every difference between them belongs to a closed set of harmless ones; whatever is
 * not understood makes them related at most. Thread-safe.
 */
public final class Decider {
    /** The version of the rules. A change of a rule or of a list of words raises it, so that pairs are decided about again. */
    public static final int RULES = 3;

    /** Fewer words with a topic do not identify a memory. */
    private static final int FEWEST_WORDS = 3;
    /** An item is related to a longer one that contains nearly all of its words, if they are this many. */
    private static final int FEWEST_CONTAINED = 5;

    private static final double CONTAINED = 0.85;

    private final double related;
    private final double contradictory;

    /**
     * @param related the least share of common words of related items, 0 to 1
     * @param contradictory the least share of common words of contradictory items, 0 to 1
     */
    public Decider(double related, double contradictory) {
        this.related = related;
        this.contradictory = contradictory;
    }

    /** Decides about two items, and explains the decision. */
    public Decision decide(ComparedItem one, ComparedItem other) {
        Comparison comparison = Comparison.complete(one, other);
        Verdict verdict = verdict(comparison);
        String reason = switch (verdict) {
            case SAME -> "the same but for " + comparison.harmlessDifferences();
            case RELATED -> comparison.relatedReason();
            case CONTRADICTORY -> comparison.oppositeReason();
            case DIFFERENT -> "different subjects";
        };
        return new Decision(verdict, comparison.similarity(), comparison.aligned(), reason);
    }

    /** Decides about two items without the work for an explanation. */
    public Brief verdict(ComparedItem one, ComparedItem other) {
        Comparison comparison = Comparison.brief(one, other, related);
        return new Brief(verdict(comparison), comparison.similarity());
    }

    /**
     * A decision without its explanation.
     *
     * @param similarity the share of common words with a topic, 0 to 1
     */
    public record Brief(Verdict verdict, double similarity) {}

    private Verdict verdict(Comparison comparison) {
        double similarity = comparison.similarity();
        if (comparison.isSame() && comparison.words() >= FEWEST_WORDS) {
            return Verdict.SAME;
        }
        boolean isRelated = similarity >= related
                || comparison.hasSameSubject()
                || comparison.containment(FEWEST_CONTAINED) >= CONTAINED;
        if (!isRelated) {
            return Verdict.DIFFERENT;
        }
        boolean isAlike = similarity >= contradictory || comparison.hasSameSubject();
        return isAlike && comparison.isOpposite() ? Verdict.CONTRADICTORY : Verdict.RELATED;
    }
}
