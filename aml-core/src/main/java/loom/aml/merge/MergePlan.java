package loom.aml.merge;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.merge.decide.Verdict;
import loom.aml.merge.nominate.Signatures;
import loom.aml.store.Finding;

/**
 * The pairs of items of a store that were compared, with their verdicts. Immutable. A later plan takes over what is known about items that
 * did not change. Verdicts may be older than the process, from a file beside the store, so they are suggestions: decide again before you merge
 * ({@link MergePlanner#explain}).
 */
public final class MergePlan {
    /** Nothing is known. */
    public static final MergePlan NONE = new MergePlan(Signatures.NONE, Pairs.NONE, List.of(), MergePolicy.DEFAULT);

    private final Signatures signatures;
    private final Pairs pairs;
    private final List<Finding> findings;
    private final MergePolicy policy;

    MergePlan(Signatures signatures, Pairs pairs, List<Finding> findings, MergePolicy policy) {
        this.signatures = signatures;
        this.pairs = pairs;
        this.findings = List.copyOf(findings);
        this.policy = policy;
    }

    Signatures signatures() {
        return signatures;
    }

    Pairs pairs() {
        return pairs;
    }

    MergePolicy madeBy() {
        return policy;
    }

    /** Returns about the size of a file that keeps it. */
    long bytes() {
        return signatures.bytes() + pairs.bytes();
    }

    /** Returns whether another plan has the same items in the same files with the same verdicts. */
    boolean isEqual(MergePlan other) {
        return policy.equals(other.policy)
                && signatures.areOfSameFiles(other.signatures)
                && pairs.areEqual(other.pairs);
    }

    /** Returns the number of items that were read. */
    public int items() {
        return signatures.size();
    }

    /** Returns the number of pairs that were compared. */
    public int compared() {
        return pairs.size();
    }

    /** Returns the number of pairs with a verdict. */
    public long count(Verdict verdict) {
        return pairs.count(verdict);
    }

    /** Returns the pairs with a verdict; the first item of each is the better proven or the newer one. */
    public List<SimilarPair> with(Verdict verdict) {
        return pairs.with(verdict);
    }

    /** Returns findings about files whose items were not compared because they could not be read. */
    public List<Finding> findings() {
        return findings;
    }

    /** Returns the policy of the plan, for the record. */
    public JsonObject policy() {
        return policy.toJson();
    }

    /** Returns whether another plan by a policy can take over the verdicts of this one. */
    boolean isBy(MergePolicy other) {
        return policy.equals(other);
    }
}
