package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import loom.aml.compress.CompressPolicy;
import loom.aml.compress.Compressor;
import loom.aml.io.LocalDisk;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import loom.aml.recall.CacheStatistics;
import loom.aml.recall.ExistenceFilter;
import loom.aml.recall.Recall;
import loom.aml.recall.RecallPolicy;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.sample.LabelSink;
import loom.aml.sample.SamplePolicy;
import loom.aml.sample.SampleStore;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.loom.NewStore;

/**
 * Measures reads of single items in one warm process: median and 99th percentile times, heap compared with that of the
 * whole store, the hit rate of the cache, the error rate of the filter, and the ratio and speed of compression.
 *
 * <pre>
 * aml-bench/recall [--items N]
 * </pre>
 */
public final class RecallFigures {
    private static final long SEED = 20_261_126;
    private static final int MEASURED = 20_000;

    private final LocalDisk disk = new LocalDisk();
    private final Path store;
    private final List<Place> places = new ArrayList<>();

    private record Place(String agent, ItemKind kind, String id) {}

    private RecallFigures(Path store) {
        this.store = store;
    }

    public static void main(String[] arguments) throws IOException {
        ItemsOptions options = BenchOptions.parse(new ItemsOptions(), "aml-bench/recall", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            RecallFigures figures = new RecallFigures(scratch.resolve("memory"));
            figures.makeStore(options.items);
            figures.filter();
            figures.heap();
            figures.times();
            figures.hitRate();
            for (int level : List.of(9, 6)) {
                figures.compression(level);
            }
        }
    }

    private void makeStore(int items) throws IOException {
        SamplePolicy policy = SamplePolicy.defaultAsOf(Instant.now()).withItems(items);
        SampleStore.write(disk, NewStore.makeDirectory(disk, store), policy, LabelSink.NONE);
        try (MemoryStore open = StoreKinds.openReadOnly(disk, store, StoreOptions.DEFAULT.withThreads(1))) {
            open.scan(
                    open.list(),
                    Selection.ALL,
                    collection -> collection.read(item -> {
                        String id = item.id();
                        if (id != null) {
                            places.add(new Place(collection.file().agent(), item.kind(), id));
                        }
                    }));
            System.out.printf(
                    Locale.ROOT,
                    "store: %,d items, %.1f MB%n",
                    places.size(),
                    open.list().collectionBytes() / 1e6);
        }
        // Ages the files, because files written within the last second are read again.
        age(Duration.ofDays(60));
    }

    private void age(Duration age) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
            }
        }
    }

    private static void filter() {
        int count = 1_000_000;
        long[] present = hashes(count, SEED);
        long began = System.nanoTime();
        ExistenceFilter filter = ExistenceFilter.forItems(count).with(present);
        double built = millis(began);
        long wrong = Arrays.stream(hashes(count, SEED + 1))
                .filter(filter::mayContain)
                .count();
        long denied =
                Arrays.stream(present).filter(hash -> !filter.mayContain(hash)).count();
        long[] change = hashes(1_000, SEED + 2);
        began = System.nanoTime();
        filter.with(change);
        System.out.printf(
                Locale.ROOT,
                "filter of 1,000,000 items: %.3f %% false positives, %d false negatives, %.2f bits per item; "
                        + "made in %.0f ms, 1,000 more in %.2f ms%n",
                100.0 * wrong / count,
                denied,
                8.0 * filter.toBytes().length / count,
                built,
                millis(began));
    }

    private static long[] hashes(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = Fingerprint.ofId(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        return hashes;
    }

    private void heap() throws IOException {
        long before = used();
        List<byte[]> whole = new ArrayList<>();
        try (MemoryStore open = StoreKinds.openReadOnly(disk, store, StoreOptions.DEFAULT.withThreads(1))) {
            open.scan(open.list(), Selection.ALL, collection -> collection.read(item -> whole.add(item.copyBytes())));
        }
        long ofWhole = used() - before;
        whole.clear();
        before = used();
        try (Recall recall = open(RecallPolicy.DEFAULT)) {
            Random random = new Random(SEED);
            for (int i = 0; i < 100; i++) {
                get(recall, places.get(random.nextInt(places.size())));
            }
            long ofLazy = used() - before;
            System.out.printf(
                    Locale.ROOT,
                    "heap: %.1f MB with every item loaded, %.1f MB with the store open and 100 items read: %.1f %% less%n",
                    ofWhole / 1e6,
                    ofLazy / 1e6,
                    100.0 * (ofWhole - ofLazy) / ofWhole);
            if (get(recall, places.getFirst()) == 0) {
                throw new IllegalStateException("the store is gone");
            }
        }
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private Recall open(RecallPolicy policy) throws IOException {
        return Recall.open(StoreKinds.openReadOnly(disk, store, StoreOptions.DEFAULT), policy);
    }

    private static int get(Recall recall, Place place) throws IOException {
        return recall.get(place.agent, place.kind, place.id)
                .map(item -> item.bytes().length)
                .orElse(0);
    }

    private void times() throws IOException {
        try (Recall recall = open(RecallPolicy.DEFAULT.withCacheBytes(0))) {
            time("get, read from its plain file", i -> get(recall, places.get(spread(i))));
            time("exists, of an item that is there", i -> recall.exists(places.get(spread(i)).id) ? 1 : 0);
            time("exists, of an item that is not", i -> recall.exists("absent-" + i) ? 1 : 0);
        }
        try (Recall recall = open(RecallPolicy.DEFAULT)) {
            time("get, in the cache", i -> get(recall, places.get(spread(i % 1_000))));
        }
    }

    private int spread(int i) {
        return (int) (i * 7_919L % places.size());
    }

    private interface Task {
        int run(int i) throws IOException;
    }

    private static void time(String what, Task task) throws IOException {
        long guard = 0;
        for (int i = 0; i < 2 * MEASURED; i++) {
            guard += task.run(i);
        }
        long[] nanos = new long[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            long began = System.nanoTime();
            guard += task.run(i);
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f us, 99th percentile %.2f us (%d)%n",
                what,
                nanos[MEASURED / 2] / 1e3,
                nanos[MEASURED * 99 / 100] / 1e3,
                guard);
    }

    /** Requests by Zipf's law with s = 1.1 over items in random order; the first half is the warm-up. */
    private void hitRate() throws IOException {
        Random random = new Random(SEED);
        List<Place> byRank = new ArrayList<>(places);
        Collections.shuffle(byRank, random);
        double[] sums = new double[byRank.size()];
        double sum = 0;
        for (int rank = 0; rank < sums.length; rank++) {
            sum += Math.pow(rank + 1, -1.1);
            sums[rank] = sum;
        }
        int requests = 200_000;
        try (Recall recall = open(RecallPolicy.DEFAULT)) {
            CacheStatistics warm = recall.statistics();
            for (int i = 0; i < 2 * requests; i++) {
                if (i == requests) {
                    warm = recall.statistics();
                }
                int at = Arrays.binarySearch(sums, random.nextDouble() * sum);
                get(recall, byRank.get(Math.min(at < 0 ? -at - 1 : at, sums.length - 1)));
            }
            CacheStatistics all = recall.statistics();
            System.out.printf(
                    Locale.ROOT,
                    "cache of 10 MB, Zipf 1.1: %.1f %% of %,d requests hit; %,d items, %.1f MB%n",
                    100.0 * (all.hits() - warm.hits()) / requests,
                    requests,
                    all.items(),
                    all.bytes() / 1e6);
        }
    }

    private void compression(int level) throws IOException {
        Execution.Options options = Execution.Options.DEFAULT.withBackup(false);
        CompressPolicy policy = CompressPolicy.DEFAULT.withLevel(level);
        try (MemoryStore open = StoreKinds.open(disk, store, StoreOptions.DEFAULT)) {
            Execution execution = new Execution(open, new Random(SEED));
            Compressor compressor = new Compressor(policy, Instant.now());
            long before = open.list().collectionBytes();
            long began = System.nanoTime();
            Report report = execution.execute(compressor.compress(open, Selection.ALL), options);
            double seconds = millis(began) / 1e3;
            System.out.printf(
                    Locale.ROOT,
                    "compress at level %d: %.1f %% smaller, %.1f MB/s on %d cores%n",
                    level,
                    100.0 * report.bytesFreed() / before,
                    before / 1e6 / seconds,
                    open.options().threads());
            execution.execute(compressor.decompress(open, Selection.ALL), options);
        }
    }

    private static double millis(long began) {
        return (System.nanoTime() - began) / 1e6;
    }
}
