package loom.aml.sample.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.CaseSample;
import loom.aml.io.LocalDisk;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.decide.Verdict;
import loom.aml.sample.LabelSink;
import loom.aml.sample.SamplePolicy;
import loom.aml.sample.SampleStore;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.loom.NewStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items of a sample store, compared with themselves after one place of one text was changed. */
class AdversarialPairsTest {
    private static final long SEED = 20_261_202;
    private static final int ITEMS = CaseSample.isFull() ? 2_300 : 460;
    private static final int EACH = 10;
    private static final int FEWEST = CaseSample.isFull() ? 20_000 : 4_000;

    @TempDir
    Path folder;

    @Test
    void noneOfManyItemsWithOnePlaceChangedIsTheSame() throws Exception {
        LocalDisk disk = new LocalDisk();
        Path store = folder.resolve("memory");
        SamplePolicy policy =
                SamplePolicy.defaultAsOf(Instant.parse("2026-12-01T00:00:00Z")).withItems(ITEMS);
        SampleStore.write(disk, NewStore.makeDirectory(disk, store), policy, LabelSink.NONE);
        Decider decider = new Decider(MergePolicy.DEFAULT.related(), MergePolicy.DEFAULT.contradictory());
        List<String> wrong = new ArrayList<>();
        int[] pairs = {0};
        try (MemoryStore open = StoreKinds.openReadOnly(disk, store, StoreOptions.DEFAULT.withThreads(1))) {
            open.scan(
                    open.list(),
                    Selection.ALL,
                    collection -> collection.read(item -> {
                        for (SamplePair pair : changed(item, pairs[0])) {
                            pairs[0]++;
                            if (isSame(decider, pair)) {
                                wrong.add(pair.toString());
                            }
                        }
                    }));
        }
        assertThat(wrong).as("seed " + SEED).isEmpty();
        assertThat(pairs[0]).isGreaterThanOrEqualTo(FEWEST);
    }

    private static List<SamplePair> changed(Item item, int number) {
        try {
            return SamplePairs.adversarial(
                    item.kind(), JsonObject.parseUntrusted(item.copyBytes()), EACH, SEED + number);
        } catch (JsonSyntaxException e) {
            // A few items of a sample store have a key twice; they are never compared.
            return List.of();
        }
    }

    private static boolean isSame(Decider decider, SamplePair pair) throws IOException {
        Optional<ComparedItem> one = ComparedItem.of(Item.alone(pair.one().toUtf8(), pair.kind()));
        Optional<ComparedItem> other = ComparedItem.of(Item.alone(pair.other().toUtf8(), pair.kind()));
        return one.isPresent()
                && other.isPresent()
                && decider.verdict(one.get(), other.get()).verdict() == Verdict.SAME;
    }
}
