package loom.aml.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.merge.nominate.FingerprintTable;
import loom.aml.merge.nominate.PairList;
import loom.aml.merge.nominate.Ranking;
import loom.aml.merge.nominate.Signatures;
import loom.aml.merge.nominate.SignedFile;
import loom.aml.store.MemoryStore;

/** The pairs that a ranking nominates for new items. They are kept while neither item changes. */
final class RankedPairs {
    private static final long[] NONE = {};

    private final MemoryStore store;
    private final Ranking ranking;
    private final int most;

    /** @param most the maximum number of new items for which the ranking is asked; if there are more, it is asked for none */
    RankedPairs(MemoryStore store, Ranking ranking, int most) {
        this.store = store;
        this.ranking = ranking;
        this.most = most;
    }

    /** Returns the pairs, ascending: those for items that were not there before, and former ones. */
    long[] of(Signatures now, FingerprintTable before, Pairs former) throws IOException {
        List<Integer> added = ranking == Ranking.NONE ? List.of() : added(now, before);
        if (added.isEmpty() && !former.hasRanked()) {
            return NONE;
        }
        FingerprintTable table = new FingerprintTable(now);
        LongStream.Builder pairs = LongStream.builder();
        former.forEachRanked((one, other) -> add(now, table.find(one), table.find(other), pairs));
        for (int item : added) {
            Optional<Item> read = read(now, item);
            if (read.isPresent()) {
                for (Fingerprint nearest : ranking.nearest(read.get())) {
                    add(now, item, table.find(nearest), pairs);
                }
            }
        }
        return pairs.build().sorted().distinct().toArray();
    }

    private List<Integer> added(Signatures now, FingerprintTable before) {
        List<Integer> added = new ArrayList<>();
        for (int item = 0; item < now.size(); item++) {
            if (before.find(now.fingerprint(item)) < 0) {
                if (added.size() == most) {
                    return List.of();
                }
                added.add(item);
            }
        }
        return added;
    }

    private static void add(Signatures now, int one, int other, LongStream.Builder pairs) {
        if (one >= 0
                && other >= 0
                && one != other
                && now.file(one).file().kind() == now.file(other).file().kind()) {
            pairs.add(PairList.pair(Math.min(one, other), Math.max(one, other)));
        }
    }

    private Optional<Item> read(Signatures now, int item) throws IOException {
        SignedFile file = now.file(item);
        return ItemText.read(store, file.file(), file.slice(now.inFile(item)), now.fingerprint(item));
    }
}
