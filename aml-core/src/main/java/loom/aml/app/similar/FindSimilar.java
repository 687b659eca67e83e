package loom.aml.app.similar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.search.IndexRanking;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.merge.MergePlan;
import loom.aml.merge.MergePlanner;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.ReadPair;
import loom.aml.merge.Rejections;
import loom.aml.merge.SimilarPair;
import loom.aml.merge.decide.Verdict;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;

/** Finds the items that say the same, nearly the same or the opposite of each other, and says by which words they differ. */
public final class FindSimilar {
    /** The verdicts that are of interest, the most urgent first. */
    private static final List<Verdict> VERDICTS = List.of(Verdict.CONTRADICTORY, Verdict.SAME, Verdict.RELATED);

    private final OpenStore opened;

    public FindSimilar(OpenStore opened) {
        this.opened = opened;
    }

    /** The decision of a person about pairs. */
    public enum State {
        /** Nobody rejected them. */
        OPEN,
        REJECTED,
        ANY;

        boolean includes(boolean isRejected) {
            return this == ANY || isRejected == (this == REJECTED);
        }
    }

    /**
     * The request.
     *
     * @param of only the pairs of this item; empty for all
     * @param verdicts the verdicts of the pairs that are listed
     * @param state which pairs are listed
     * @param name the beginning of the names of the pairs that are listed
     * @param limit the maximum number of pairs that are listed
     */
    public record Request(
            Selection within, Optional<ItemKey> of, Set<Verdict> verdicts, State state, String name, int limit) {
        public Request {
            verdicts = verdicts.isEmpty() ? EnumSet.copyOf(VERDICTS) : EnumSet.copyOf(verdicts);
        }

        /** Returns a request for the suggestions whose name begins with a text. */
        public static Request named(String name) {
            return new Request(Selection.ALL, Optional.empty(), Set.of(), State.OPEN, name, Integer.MAX_VALUE);
        }

        /** Returns a request for the rejected pairs whose name begins with a text. */
        public static Request rejected(String name) {
            return new Request(Selection.ALL, Optional.empty(), Set.of(), State.REJECTED, name, Integer.MAX_VALUE);
        }

        /** Returns a request for everything that awaits a decision. */
        public static Request open(int limit) {
            return new Request(Selection.ALL, Optional.empty(), Set.of(), State.OPEN, "", limit);
        }
    }

    /**
     * The similar items.
     *
     * @param store the location of the store
     * @param items the number of items that were compared
     * @param same the number of pairs that say the same, and so on; those that were rejected do not count
     * @param rejected the number of pairs that were rejected
     * @param pairs the first of the pairs that were asked for
     */
    public record Result(
            String store,
            long items,
            long contradictory,
            long same,
            long related,
            long rejected,
            List<ReadPair> pairs,
            List<Finding> findings) {
        public Result {
            pairs = List.copyOf(pairs);
            findings = List.copyOf(findings);
        }

        /** Returns the number of pairs that await a decision. */
        public long open() {
            return contradictory + same + related;
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("items", items)
                    .put("contradictory", contradictory)
                    .put("same", same)
                    .put("related", related)
                    .put("rejected", rejected)
                    .put("pairs", pairs.stream().map(ReadPair::toJson).toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /** Compares the items. Comparisons of unchanged items of the whole store are kept beside it. */
    public Result run(Request request) throws IOException {
        MemoryStore store = opened.store();
        try (IndexRanking ranking = IndexRanking.open(store, store.list(), opened.now())) {
            MergePlanner planner = new MergePlanner(MergePolicy.DEFAULT, ranking);
            boolean isWhole = request.within().equals(Selection.ALL);
            MergePlan plan = isWhole ? planner.planIncrementally(store) : planner.plan(store, request.within());
            return of(planner, plan, request);
        }
    }

    /** Returns the number of pairs that await a decision. */
    public long count() throws IOException {
        return run(Request.open(0)).open();
    }

    private Result of(MergePlanner planner, MergePlan plan, Request request) throws IOException {
        Rejections rejections = Rejections.of(opened.store());
        long[] counts = new long[Verdict.values().length];
        long rejected = 0;
        List<ReadPair> pairs = new ArrayList<>();
        for (Verdict verdict : VERDICTS) {
            for (SimilarPair pair : plan.with(verdict)) {
                if (isCopy(pair)) {
                    continue;
                }
                boolean isRejected = rejections.isRejected(
                        pair.one().fingerprint(), pair.other().fingerprint());
                rejected += isRejected ? 1 : 0;
                counts[verdict.ordinal()] += isRejected ? 0 : 1;
                boolean isWanted = request.verdicts().contains(verdict)
                        && request.state().includes(isRejected)
                        && pairs.size() < request.limit()
                        && Rejections.nameOf(
                                        pair.one().fingerprint(), pair.other().fingerprint())
                                .startsWith(request.name())
                        && (request.of().isEmpty() || isOf(request.of().get(), pair));
                if (isWanted) {
                    planner.read(opened.store(), pair).ifPresent(pairs::add);
                }
            }
        }
        return new Result(
                opened.location(),
                plan.items(),
                counts[Verdict.CONTRADICTORY.ordinal()],
                counts[Verdict.SAME.ordinal()],
                counts[Verdict.RELATED.ordinal()],
                rejected,
                pairs,
                plan.findings());
    }

    /** Returns whether the items have the same id in one collection: garbage collection removes one of them. */
    private static boolean isCopy(SimilarPair pair) {
        return pair.one().fingerprint().id() == pair.other().fingerprint().id()
                && pair.one().file().collection().equals(pair.other().file().collection());
    }

    private static boolean isOf(ItemKey key, SimilarPair pair) {
        return isAt(key, pair.one()) || isAt(key, pair.other());
    }

    private static boolean isAt(ItemKey key, SimilarPair.Place place) {
        return place.file().agent().equals(key.agent())
                && place.file().kind() == key.kind()
                && List.of(boxed(Fingerprint.ofIdAsWritten(key.id())))
                        .contains(place.fingerprint().id());
    }

    private static Long[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
