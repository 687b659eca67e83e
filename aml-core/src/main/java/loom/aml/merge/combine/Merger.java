package loom.aml.merge.combine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.item.text.UneditableException;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.Proof;
import loom.aml.merge.ReadPair;
import loom.aml.merge.SimilarPair;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.decide.Decision;
import loom.aml.merge.decide.Verdict;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Pins;
import loom.aml.store.StoredItem;

/**
 * Plans merges of items that say the same. The better proven one survives, or the pinned one, or the first one in its file. Items of different
 * agents, two pinned items, and relations of a graph are never merged. An item takes part in merges of one run either as survivor or as
 * absorbed, so a chain may take several runs.
 */
public final class Merger {
    private final MemoryStore store;
    private final MergePolicy policy;
    private final Spared spared;
    private final Set<Verdict> accepted;
    private final Decider decider;
    private final List<Finding> findings = new ArrayList<>();

    /** Decides which pairs are left alone although they say the same. */
    public interface Spared {
        Spared NONE = new Spared() {
            @Override
            public Optional<Finding> finding(
                    CollectionFile file, StoredItem survivor, StoredItem absorbed, Cause cause) {
                return Optional.empty();
            }

            @Override
            public boolean isRejected(StoredItem one, StoredItem other) {
                return false;
            }
        };

        /** Returns whether a person does not want two items to be merged. */
        boolean isRejected(StoredItem one, StoredItem other);

        /**
         * Returns the finding about a pair that is left alone.
         *
         * @param cause the cause for which the second item would be removed
         */
        Optional<Finding> finding(CollectionFile file, StoredItem survivor, StoredItem absorbed, Cause cause);
    }

    /** Creates a merger of items that are the same. */
    public Merger(MemoryStore store, MergePolicy policy, Spared spared) {
        this(store, policy, spared, EnumSet.of(Verdict.SAME));
    }

    /** Creates a merger of pairs that a person accepted, even if they are only related. */
    public static Merger ofAccepted(MemoryStore store, MergePolicy policy) {
        return new Merger(store, policy, Spared.NONE, EnumSet.of(Verdict.SAME, Verdict.RELATED));
    }

    private Merger(MemoryStore store, MergePolicy policy, Spared spared, Set<Verdict> accepted) {
        this.accepted = accepted;
        this.store = store;
        this.policy = policy;
        this.spared = spared;
        this.decider = new Decider(policy.related(), policy.contradictory());
    }

    /** Returns whether two items can be merged if they say the same. */
    public static boolean isPossible(ReadPair pair) {
        return isPossible(pair.pair())
                && isMergeable(pair.pair().one().file(), pair.one())
                && isMergeable(pair.pair().other().file(), pair.other());
    }

    /** Returns whether items of these files can be merged: of one collection, or both notes of one agent. */
    private static boolean isPossible(SimilarPair pair) {
        CollectionFile one = pair.one().file();
        CollectionFile other = pair.other().file();
        return one.equals(other)
                || (NoteMerge.isPossible(one)
                        && NoteMerge.isPossible(other)
                        && one.agent().equals(other.agent()));
    }

    /** Of what is neither in a collection of the runtime nor a note, only entities are merged. */
    private static boolean isMergeable(CollectionFile file, StoredItem item) {
        return file.kind().isOfRuntime() || NoteMerge.isPossible(file) || EntityMerge.isEntity(item.fields());
    }

    /** A pair whose first item survives. */
    private record Candidate(SeenItems.Seen survivor, SeenItems.Seen absorbed, Proof proof) {
        static final Comparator<Candidate> IN_ORDER = Comparator.comparing(Candidate::proof, Proof.BEST_FIRST)
                .thenComparing(candidate -> candidate.survivor.file().path())
                .thenComparing(candidate -> candidate.survivor.ordinal())
                .thenComparing(candidate -> candidate.absorbed.file().path())
                .thenComparing(candidate -> candidate.absorbed.ordinal());
    }

    /**
     * Plans the merges of pairs.
     *
     * @param pairs pairs that say the same; each is compared again
     * @param items the number of items that were read
     * @throws IOException if the store cannot be read, or its pins cannot
     */
    public Merges plan(List<SimilarPair> pairs, List<Finding> found, long items) throws IOException {
        findings.clear();
        findings.addAll(found);
        SeenItems seen =
                SeenItems.of(store, pairs.stream().filter(Merger::isPossible).toList());
        Pins pins = store.pins();
        List<Candidate> candidates = new ArrayList<>();
        for (SimilarPair pair : pairs) {
            Optional<SeenItems.Seen> one = seen.at(pair.one());
            Optional<SeenItems.Seen> other = seen.at(pair.other());
            if (one.isPresent()
                    && other.isPresent()
                    && isMergeable(one.get().file(), one.get().item())
                    && isMergeable(other.get().file(), other.get().item())
                    && !spared.isRejected(one.get().item(), other.get().item())) {
                candidate(one.get(), other.get(), pins).ifPresent(candidates::add);
            }
        }
        candidates.sort(Candidate.IN_ORDER);
        Map<SeenItems.Seen, Union> unions = new LinkedHashMap<>();
        Set<SeenItems.Seen> absorbed = new HashSet<>();
        for (Candidate candidate : candidates) {
            boolean isFree = !absorbed.contains(candidate.survivor)
                    && !absorbed.contains(candidate.absorbed)
                    && !unions.containsKey(candidate.absorbed);
            if (isFree) {
                Union union = unions.getOrDefault(candidate.survivor, new Union(candidate.survivor));
                if (absorb(union, candidate.absorbed)) {
                    unions.put(candidate.survivor, union);
                    absorbed.add(candidate.absorbed);
                }
            }
        }
        return new Merges(
                new MergeSteps(store, findings).of(List.copyOf(unions.values())),
                unions.values().stream().map(Union::merge).toList(),
                findings,
                policy.toJson(),
                items);
    }

    private static Optional<Candidate> candidate(SeenItems.Seen first, SeenItems.Seen second, Pins pins) {
        boolean isFirstPinned = pins.isPinned(first.item().key().id());
        boolean isSecondPinned = pins.isPinned(second.item().key().id());
        if (isFirstPinned && isSecondPinned) {
            return Optional.empty();
        }
        Proof one = Proof.of(first.item().fields());
        Proof other = Proof.of(second.item().fields());
        boolean isFirst = isFirstPinned || (!isSecondPinned && Proof.BEST_FIRST.compare(one, other) <= 0);
        return Optional.of(isFirst ? new Candidate(first, second, one) : new Candidate(second, first, other));
    }

    /** Adds an item to those that a survivor absorbs, if it still says the same as the survivor then does. */
    private boolean absorb(Union union, SeenItems.Seen other) {
        StoredItem survivor = union.now();
        Optional<ComparedItem> one = ComparedItem.of(survivor.fields());
        Optional<ComparedItem> two = ComparedItem.of(other.item().fields());
        if (one.isEmpty() || two.isEmpty()) {
            return false;
        }
        Decision decision = decider.decide(one.get(), two.get());
        if (!accepted.contains(decision.verdict())) {
            return false;
        }
        Optional<Finding> left = spared.finding(other.file(), survivor, other.item(), MergeCause.into(survivor.key()));
        if (left.isPresent()) {
            findings.add(left.get());
            return false;
        }
        try {
            byte[] text = MergedItem.of(survivor, other.item(), decision);
            Item merged = Item.alone(text, survivor.key().kind());
            String refusal = RuntimeSchema.refusal(merged);
            if (refusal != null && RuntimeSchema.refusal(survivor.fields()) == null) {
                findings.add(kept(other, "the runtime would not load the merged item: " + refusal));
                return false;
            }
            union.absorb(other, StoredItem.of(survivor.key().agent(), merged), decision.reason());
            return true;
        } catch (UneditableException | IOException e) {
            findings.add(
                    kept(other, "it cannot be merged into " + survivor.key().id() + ": " + e.getMessage()));
            return false;
        }
    }

    private static Finding kept(SeenItems.Seen item, String why) {
        return Finding.of(
                Finding.Kind.KEPT, item.item().key().toString(), why, "both are kept; 'aml edit' changes one of them");
    }

    /** A survivor and what it absorbs. */
    static final class Union {
        private final SeenItems.Seen survivor;
        private final List<SeenItems.Seen> absorbed = new ArrayList<>();
        private final List<Merges.Absorbed> names = new ArrayList<>();
        private StoredItem now;

        Union(SeenItems.Seen survivor) {
            this.survivor = survivor;
            this.now = survivor.item();
        }

        SeenItems.Seen survivor() {
            return survivor;
        }

        List<SeenItems.Seen> absorbed() {
            return absorbed;
        }

        /** Returns the survivor as it is after it absorbed all of them. */
        StoredItem now() {
            return now;
        }

        private void absorb(SeenItems.Seen other, StoredItem merged, String reason) {
            absorbed.add(other);
            names.add(new Merges.Absorbed(
                    other.item().key(), ItemTitle.of(other.item().fields()), reason));
            now = merged;
        }

        private Merges.Merge merge() {
            return new Merges.Merge(
                    survivor.item().key(), ItemTitle.of(survivor.item().fields()), names);
        }
    }
}
