package loom.aml.merge;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.decide.Verdict;
import loom.aml.merge.nominate.PairList;
import loom.aml.merge.nominate.Signatures;
import loom.aml.merge.nominate.SignedFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.TextSlice;
import org.jspecify.annotations.Nullable;

/** Reads the items of nominated pairs, a batch at a time so that memory is bounded, and decides about each pair. Thread-safe. */
final class PairJudge {
    /** The number of items that are kept for the next pairs, most of which are of items near by. */
    private static final int KEPT = 1_024;
    /** Longer items, in bytes, are read again; in the form that is compared an item takes about four times the memory. */
    private static final int LONGEST_KEPT = 4_096;

    private final MemoryStore store;
    private final Signatures signatures;
    private final Decider decider;
    /** The last items, by the remainder of their number. */
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(KEPT);

    private record Kept(int number, Optional<Read> read) {}

    PairJudge(MemoryStore store, Signatures signatures, Decider decider) {
        this.store = store;
        this.signatures = signatures;
        this.decider = decider;
    }

    /** An item in the form that is compared. */
    private record Read(ComparedItem item, Proof proof) {}

    /**
     * Decides about some of the pairs of a list. Those whose items changed or cannot be compared are different.
     *
     * @param first the place of the verdict about the first pair of the list
     */
    void judge(long[] pairs, int from, int to, Pairs.Builder verdicts, int first) throws IOException {
        Map<Integer, Optional<Read>> items = read(pairs, from, to);
        for (int i = from; i < to; i++) {
            long pair = pairs[i];
            Optional<Read> one = items.getOrDefault(PairList.first(pair), Optional.empty());
            Optional<Read> other = items.getOrDefault(PairList.second(pair), Optional.empty());
            verdicts.set(
                    first + i,
                    one.flatMap(read -> other.map(second -> judge(pair, read, second)))
                            .orElseGet(() -> new Pairs.Judged(pair, Verdict.DIFFERENT, 0)));
        }
    }

    private Pairs.Judged judge(long pair, Read one, Read other) {
        boolean isInOrder = Proof.BEST_FIRST.compare(one.proof, other.proof) <= 0;
        Decider.Brief decision = decider.verdict(one.item, other.item);
        return new Pairs.Judged(
                isInOrder ? pair : PairList.pair(PairList.second(pair), PairList.first(pair)),
                decision.verdict(),
                (float) decision.similarity());
    }

    private Map<Integer, Optional<Read>> read(long[] pairs, int from, int to) throws IOException {
        Map<Integer, Optional<Read>> items = new HashMap<>();
        SortedMap<Integer, TreeSet<Integer>> byFile = new TreeMap<>();
        for (int i = from; i < to; i++) {
            for (int item : new int[] {PairList.first(pairs[i]), PairList.second(pairs[i])}) {
                Kept last = kept.get(item % KEPT);
                if (last != null && last.number == item) {
                    items.put(item, last.read);
                } else {
                    byFile.computeIfAbsent(signatures.fileIndex(item), _ -> new TreeSet<>())
                            .add(item);
                }
            }
        }
        for (TreeSet<Integer> ofFile : byFile.values()) {
            SignedFile file = signatures.file(ofFile.first());
            List<Integer> numbers = List.copyOf(ofFile);
            store.read(file.file(), numbers.stream().map(this::slice).toList(), (place, bytes) -> {
                int number = numbers.get(place);
                Optional<Read> read = compared(file, number, bytes);
                items.put(number, read);
                if (bytes.length <= LONGEST_KEPT) {
                    kept.set(number % KEPT, new Kept(number, read));
                }
            });
        }
        return items;
    }

    private TextSlice slice(int item) {
        return signatures.file(item).slice(signatures.inFile(item));
    }

    private Optional<Read> compared(SignedFile file, int number, byte[] bytes) {
        return ItemText.of(bytes, file.file(), signatures.fingerprint(number))
                .flatMap(item -> ComparedItem.of(item).map(compared -> new Read(compared, Proof.of(item))));
    }
}
