package loom.aml.merge;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.item.Item;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.decide.Decision;
import loom.aml.merge.nominate.FingerprintTable;
import loom.aml.merge.nominate.Forest;
import loom.aml.merge.nominate.PairList;
import loom.aml.merge.nominate.Ranking;
import loom.aml.merge.nominate.Signatures;
import loom.aml.merge.nominate.SignedFile;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.StoredItem;
import loom.aml.store.Workers;

/** Finds the similar items of a store. Does not change it. Time and memory are linear in the items. */
public final class MergePlanner {
    /** The number of pairs whose items are in memory at once, for each thread. */
    private static final int BATCH = 100;

    private final MergePolicy policy;
    private final Ranking ranking;
    private final Decider decider;

    public MergePlanner(MergePolicy policy) {
        this(policy, Ranking.NONE);
    }

    /** @param ranking nominates pairs for new items in addition to the signatures */
    public MergePlanner(MergePolicy policy, Ranking ranking) {
        this.policy = policy;
        this.ranking = ranking;
        this.decider = new Decider(policy.related(), policy.contradictory());
    }

    /**
     * Compares all items of a store. The verdicts on unchanged items are taken over from a file beside the store, which is then
     * replaced; without it, the plan takes longer.
     *
     * @throws IOException if the store cannot be listed or read
     */
    public MergePlan planIncrementally(MemoryStore store) throws IOException {
        KeptPlan kept = new KeptPlan(store.place());
        MergePlan former = kept.read();
        MergePlan plan = plan(store, Selection.ALL, former);
        if (!plan.isEqual(former)) {
            try {
                kept.write(plan);
            } catch (IOException e) {
                // The plan is valid without the file.
            }
        }
        return plan;
    }

    /** Compares the items of a selection. The verdicts on unchanged items are taken over as {@link #planIncrementally} does, but no file is written. */
    public MergePlan plan(MemoryStore store, Selection selection) throws IOException {
        return plan(store, selection, new KeptPlan(store.place()).read());
    }

    /**
     * Compares all items of a selection, and takes over what a former plan knows about those that did not change.
     *
     * @throws IOException if the store cannot be listed or read
     */
    public MergePlan plan(MemoryStore store, Selection selection, MergePlan former) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        FingerprintTable before = new FingerprintTable(former.signatures());
        Signatures signatures = sign(store, listing, selection, former.signatures(), before, findings);
        if (signatures.areOfSameFiles(former.signatures()) && former.isBy(policy)) {
            return new MergePlan(signatures, former.pairs(), findings, policy);
        }
        long[] nominated = new Forest(signatures, policy.neighbours(), policy.nominated(), policy.nominatedApart())
                .pairs(store.options().threads());
        long[] ranked = new RankedPairs(store, ranking, policy.ranked()).of(signatures, before, former.pairs());
        long[] pairs = PairList.union(nominated, ranked);
        PairList.groupByFiles(pairs, signatures);
        return new MergePlan(signatures, judged(store, signatures, pairs, ranked, former), findings, policy);
    }

    /**
     * Explains a pair.
     *
     * @return the decision; empty if an item changed since
     */
    public Optional<Decision> explain(MemoryStore store, SimilarPair pair) throws IOException {
        return read(store, pair).map(ReadPair::decision);
    }

    /** Reads the items of a pair and explains it; empty if one of them changed since. */
    public Optional<ReadPair> read(MemoryStore store, SimilarPair pair) throws IOException {
        Optional<Item> one = read(store, pair.one());
        Optional<Item> other = read(store, pair.other());
        Optional<ComparedItem> first = one.flatMap(ComparedItem::of);
        Optional<ComparedItem> second = other.flatMap(ComparedItem::of);
        if (one.isEmpty() || other.isEmpty() || first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        boolean areNamed = one.get().id() != null && other.get().id() != null;
        return areNamed
                ? Optional.of(new ReadPair(
                        pair,
                        StoredItem.of(pair.one().file().agent(), one.get()),
                        StoredItem.of(pair.other().file().agent(), other.get()),
                        decider.decide(first.get(), second.get())))
                : Optional.empty();
    }

    private static Optional<Item> read(MemoryStore store, SimilarPair.Place place) throws IOException {
        return ItemText.read(store, place.file(), place.slice(), place.fingerprint());
    }

    private static Signatures sign(
            MemoryStore store,
            StoreListing listing,
            Selection selection,
            Signatures former,
            FingerprintTable before,
            List<Finding> findings)
            throws IOException {
        Map<CollectionFile, SignedFile> signed = new HashMap<>();
        List<CollectionFile> changed = new ArrayList<>();
        listing.collections()
                .forEach((file, version) -> former.of(file, version)
                        .ifPresentOrElse(known -> signed.put(file, known), () -> changed.add(file)));
        Instant lookedAt = store.now();
        for (ScanResult<SignedFile> scanned : store.scan(
                listing.only(changed), selection, collection -> SignedFile.read(collection, before, lookedAt))) {
            switch (scanned) {
                case ScanResult.Read<SignedFile> read -> signed.put(read.file(), read.result());
                case ScanResult.LeftAlone<SignedFile> leftAlone -> findings.add(leftAlone.finding());
            }
        }
        return new Signatures(listing.collections().keySet().stream()
                .filter(selection::includes)
                .flatMap(file -> Stream.ofNullable(signed.get(file)))
                .toList());
    }

    private Pairs judged(MemoryStore store, Signatures signatures, long[] pairs, long[] ranked, MergePlan former)
            throws IOException {
        Pairs.Former known = new Pairs.Former(former.isBy(policy) ? former.pairs() : Pairs.NONE);
        Pairs.Builder verdicts = new Pairs.Builder(signatures, pairs.length);
        int open = 0;
        int done = 0;
        for (long pair : pairs) {
            Optional<Pairs.Judged> before = known.find(signatures, PairList.first(pair), PairList.second(pair));
            if (before.isPresent()) {
                verdicts.set(done++, before.get());
            } else {
                pairs[open++] = pair;
            }
        }
        List<Integer> batches = new ArrayList<>();
        for (int from = 0; from < open; from += BATCH) {
            batches.add(from);
        }
        PairJudge judge = new PairJudge(store, signatures, decider);
        int end = open;
        int first = done;
        new Workers(store.options().threads()).map(batches, _ -> BATCH, from -> {
            judge.judge(pairs, from, Math.min(end, from + BATCH), verdicts, first);
            return from;
        });
        return verdicts.build(ranked);
    }
}
