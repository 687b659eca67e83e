package loom.aml.merge;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.decide.Decision;
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
import loom.aml.store.TextSlice;
import loom.aml.store.Version;
import loom.aml.store.Workers;

/** Finds the similar items of a store. Reads it and changes nothing. Time and memory are linear in the items. */
public final class MergePlanner {
    /** The number of pairs whose items are in memory at once, for each thread. */
    private static final int BATCH = 1_000;

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

    /** Compares all items of a selection. */
    public MergePlan plan(MemoryStore store, Selection selection) throws IOException {
        return plan(store, selection, MergePlan.NONE);
    }

    /**
     * Compares all items of a selection, and takes over what a former plan knows about those that did not change.
     *
     * @throws IOException if the store cannot be listed or read
     */
    public MergePlan plan(MemoryStore store, Selection selection, MergePlan former) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        Signatures before = former.signatures().asFormer();
        Signatures signatures = sign(store, listing, selection, before, findings);
        long[] nominated = new Forest(signatures, policy.neighbours(), policy.nominated(), policy.nominatedApart())
                .pairs(store.options().threads());
        long[] pairs = PairList.union(
                nominated,
                ranked(store, signatures, before),
                pair -> policy.acrossAgents() || isOfOneAgent(signatures, pair));
        PairList.groupByFiles(pairs, signatures);
        return new MergePlan(signatures, judged(store, signatures, pairs, former), findings, policy);
    }

    /**
     * Explains a pair.
     *
     * @return the decision; empty if an item changed since
     */
    public Optional<Decision> explain(MemoryStore store, SimilarPair pair) throws IOException {
        Optional<ComparedItem> one = read(store, pair.one()).flatMap(ComparedItem::of);
        Optional<ComparedItem> other = read(store, pair.other()).flatMap(ComparedItem::of);
        return one.isEmpty() || other.isEmpty()
                ? Optional.empty()
                : Optional.of(decider.decide(one.get(), other.get()));
    }

    private static Optional<Item> read(MemoryStore store, SimilarPair.Place place) throws IOException {
        return read(store, place.file(), place.slice(), place.fingerprint());
    }

    private static Optional<Item> read(MemoryStore store, CollectionFile file, TextSlice slice, Fingerprint version)
            throws IOException {
        List<byte[]> text = new ArrayList<>();
        try {
            store.read(file, List.of(slice), (_, bytes) -> text.add(bytes));
            Item item = text.isEmpty() ? null : Item.alone(text.getFirst(), file.kind());
            return item != null && item.fingerprint().equals(version) ? Optional.of(item) : Optional.empty();
        } catch (DamagedException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Signatures sign(
            MemoryStore store, StoreListing listing, Selection selection, Signatures before, List<Finding> findings)
            throws IOException {
        Map<CollectionFile, SignedFile> signed = new HashMap<>();
        List<CollectionFile> changed = new ArrayList<>();
        for (Map.Entry<CollectionFile, Version> file : listing.collections().entrySet()) {
            Optional<SignedFile> known = before.of(file.getKey(), file.getValue())
                    .filter(_ -> !file.getValue().isRacy(store.now()));
            known.ifPresentOrElse(each -> signed.put(file.getKey(), each), () -> changed.add(file.getKey()));
        }
        for (ScanResult<SignedFile> scanned :
                store.scan(listing.only(changed), selection, collection -> SignedFile.read(collection, before))) {
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

    /** Returns the pairs that the ranking nominates for new items; none if there are too many for it. */
    private long[] ranked(MemoryStore store, Signatures signatures, Signatures before) throws IOException {
        List<Integer> added = new ArrayList<>();
        for (int item = 0; item < signatures.size() && added.size() <= policy.ranked(); item++) {
            if (!before.has(signatures.fingerprint(item))) {
                added.add(item);
            }
        }
        if (added.size() > policy.ranked() || ranking == Ranking.NONE) {
            return new long[0];
        }
        Map<Fingerprint, Integer> numbers = new HashMap<>();
        for (int item = 0; item < signatures.size(); item++) {
            numbers.put(signatures.fingerprint(item), item);
        }
        List<Long> pairs = new ArrayList<>();
        for (int item : added) {
            SignedFile file = signatures.file(item);
            Optional<Item> read =
                    read(store, file.file(), file.slice(signatures.inFile(item)), signatures.fingerprint(item));
            if (read.isPresent()) {
                for (Fingerprint nearest : ranking.nearest(read.get())) {
                    Integer other = numbers.get(nearest);
                    if (other != null && other != item && isOfOneKind(signatures, item, other)) {
                        pairs.add(PairList.pair(Math.min(item, other), Math.max(item, other)));
                    }
                }
            }
        }
        return pairs.stream().mapToLong(Long::longValue).toArray();
    }

    private static boolean isOfOneKind(Signatures signatures, int one, int other) {
        return signatures.file(one).file().kind()
                == signatures.file(other).file().kind();
    }

    private static boolean isOfOneAgent(Signatures signatures, long pair) {
        return signatures
                .file(PairList.first(pair))
                .file()
                .agent()
                .equals(signatures.file(PairList.second(pair)).file().agent());
    }

    private Pairs judged(MemoryStore store, Signatures signatures, long[] pairs, MergePlan former) throws IOException {
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
        return verdicts.build();
    }
}
