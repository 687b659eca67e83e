package loom.aml.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import loom.aml.io.LocalDisk;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.merge.MergePlan;
import loom.aml.merge.MergePlanner;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.decide.Verdict;
import loom.aml.sample.LabelSink;
import loom.aml.sample.SamplePolicy;
import loom.aml.sample.SampleStore;
import loom.aml.sample.pair.SamplePair;
import loom.aml.sample.pair.SamplePair.Label;
import loom.aml.sample.pair.SamplePairs;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.loom.NewStore;
import picocli.CommandLine.Option;

/**
 * Measures the comparison of similar items: wrong merges, recall by form and precision on labelled and on adversarial pairs; and the time
 * to plan a store, again, and again after a hundred changes.
 *
 * <pre>
 * aml-bench/merge [--items N,N,...] [--rounds N]
 * </pre>
 */
public final class MergeFigures {
    private static final long SEED = 20_261_202;
    private static final int CHANGES = 100;
    private static final int EACH = 10;
    private static final int WINDOW = 1 << 16;
    private static final int ADVERSARIAL_ITEMS = 2_300;

    private final LocalDisk disk = new LocalDisk();
    private final Decider decider = new Decider(MergePolicy.DEFAULT.related(), MergePolicy.DEFAULT.contradictory());
    private final Path scratch;

    private MergeFigures(Path scratch) {
        this.scratch = scratch;
    }

    /** The options of the command line. */
    static final class Options extends BenchOptions {
        @Option(
                names = "--items",
                defaultValue = "50000",
                split = ",",
                description = "Sizes of the sample stores in items (${DEFAULT-VALUE}).")
        private int[] sizes = {};

        @Option(names = "--rounds", defaultValue = "3", description = "Plans of each store (${DEFAULT-VALUE}).")
        private int rounds;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = BenchOptions.parse(new Options(), "aml-bench/merge", arguments);
        try (Scratch folder = Scratch.create()) {
            MergeFigures figures = new MergeFigures(folder.path());
            figures.labelled(Path.of(System.getProperty("aml.home")));
            figures.adversarial();
            for (int size : options.sizes) {
                figures.time(size, options.rounds);
            }
        }
    }

    private void labelled(Path home) throws IOException, JsonSyntaxException {
        Path file = home.resolve("aml-core/src/test/resources/loom/aml/merge/pairs.jsonl");
        Map<String, int[]> same = new TreeMap<>();
        int[] wrong = {0, 0};
        int[] suggested = {0, 0, 0};
        for (String line : Files.readAllLines(file)) {
            SamplePair pair = SamplePair.parse(line);
            Verdict verdict = verdict(pair);
            boolean isSame = verdict == Verdict.SAME;
            if (pair.label() == Label.SAME) {
                same.computeIfAbsent(pair.form(), _ -> new int[2])[isSame ? 0 : 1]++;
            } else {
                wrong[0] += isSame ? 1 : 0;
                wrong[1]++;
            }
            boolean isOfOneSubject = pair.label() != Label.UNRELATED;
            suggested[0] += isOfOneSubject && verdict != Verdict.DIFFERENT ? 1 : 0;
            suggested[1] += isOfOneSubject ? 1 : 0;
            suggested[2] += verdict != Verdict.DIFFERENT ? 1 : 0;
        }
        System.out.printf(Locale.ROOT, "labelled pairs: %d wrong merges of %,d%n", wrong[0], wrong[1]);
        int found = 0;
        int all = 0;
        for (Map.Entry<String, int[]> form : same.entrySet()) {
            int of = form.getValue()[0] + form.getValue()[1];
            found += form.getValue()[0];
            all += of;
            System.out.printf(Locale.ROOT, "  same, %-20s %3d of %3d%n", form.getKey(), form.getValue()[0], of);
        }
        System.out.printf(Locale.ROOT, "  same, all forms %.1f %%%n", 100.0 * found / all);
        System.out.printf(
                Locale.ROOT,
                "  suggestions contain %.1f %% of the pairs with one subject, precision %.1f %%%n",
                100.0 * suggested[0] / suggested[1],
                100.0 * suggested[0] / suggested[2]);
    }

    private Verdict verdict(SamplePair pair) throws IOException {
        Optional<ComparedItem> one = ComparedItem.of(Item.alone(pair.one().toUtf8(), pair.kind()));
        Optional<ComparedItem> other = ComparedItem.of(Item.alone(pair.other().toUtf8(), pair.kind()));
        return one.isEmpty() || other.isEmpty()
                ? Verdict.DIFFERENT
                : decider.verdict(one.get(), other.get()).verdict();
    }

    private void adversarial() throws IOException {
        Path store = makeStore(ADVERSARIAL_ITEMS);
        int[] counts = {0, 0};
        try (MemoryStore open = open(store, 1)) {
            open.scan(
                    open.list(),
                    Selection.ALL,
                    collection -> collection.read(item -> {
                        try {
                            JsonObject json = JsonObject.parseUntrusted(item.copyBytes());
                            for (SamplePair pair : SamplePairs.adversarial(item.kind(), json, EACH, SEED + counts[1])) {
                                counts[0] += verdict(pair) == Verdict.SAME ? 1 : 0;
                                counts[1]++;
                            }
                        } catch (JsonSyntaxException e) {
                            // An item with a key twice is never compared.
                        }
                    }));
        }
        System.out.printf(Locale.ROOT, "adversarial pairs: %d wrong merges of %,d%n", counts[0], counts[1]);
    }

    private Path makeStore(int items) throws IOException {
        Path store = scratch.resolve("of-" + items);
        SamplePolicy policy = SamplePolicy.defaultAsOf(Instant.now()).withItems(items);
        SampleStore.write(disk, NewStore.makeDirectory(disk, store), policy, LabelSink.NONE);
        return store;
    }

    private MemoryStore open(Path store, int threads) throws IOException {
        return StoreKinds.openReadOnly(disk, store, StoreOptions.DEFAULT.withThreads(threads));
    }

    private void time(int items, int rounds) throws Exception {
        Path store = makeStore(items);
        for (int round = 0; round < rounds; round++) {
            MergePlan plan = plan(store, MergePlan.NONE, "planned");
            change(store, round);
            plan(store, plan, "after " + CHANGES + " changes");
        }
    }

    private MergePlan plan(Path store, MergePlan former, String what) throws Exception {
        try (MemoryStore open = open(store, Runtime.getRuntime().availableProcessors())) {
            List<MergePlan> plan = new ArrayList<>();
            Duration before = cpuTime();
            double millis = Timings.millis(
                    () -> plan.add(new MergePlanner(MergePolicy.DEFAULT).plan(open, Selection.ALL, former)));
            MergePlan made = plan.getFirst();
            System.out.printf(
                    Locale.ROOT,
                    "%,d items %s: %.0f ms (%,d ms of CPU); %,d pairs compared, %,d same, %,d contradictory, %,d related%n",
                    made.items(),
                    what,
                    millis,
                    cpuTime().minus(before).toMillis(),
                    made.compared(),
                    made.count(Verdict.SAME),
                    made.count(Verdict.CONTRADICTORY),
                    made.count(Verdict.RELATED));
            return made;
        }
    }

    /** Returns the time of all cores, which a busy machine does not lengthen. */
    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Changes a word in each of a hundred items, spread over the plain files of the store. */
    private void change(Path store, int round) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + round);
        List<Path> files;
        try (var found = Files.walk(store)) {
            files = found.filter(file -> file.toString().endsWith("s.json"))
                    .sorted()
                    .toList();
        }
        byte[] window = new byte[WINDOW];
        int changed = 0;
        for (int i = 0; changed < CHANGES && i < 10 * CHANGES; i++) {
            Path path = files.get(i % files.size());
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                long from = random.nextLong(Math.max(1, file.length() - WINDOW));
                file.seek(from);
                int read = file.read(window);
                int at = new String(window, 0, Math.max(0, read), StandardCharsets.ISO_8859_1).indexOf(" the ");
                if (at >= 0) {
                    file.seek(from + at);
                    file.write(" any ".getBytes(StandardCharsets.US_ASCII));
                    changed++;
                }
            }
        }
    }
}
