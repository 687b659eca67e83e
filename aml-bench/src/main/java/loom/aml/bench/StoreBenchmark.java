package loom.aml.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import loom.aml.prune.PrunePlan;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
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
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPlan;
import loom.aml.tidy.GcPolicy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Benchmarks a warm process: scan a store, decode items, plan and apply, compared with a bare Jackson scan. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StoreBenchmark {
    @Param("20000")
    public int items;

    @Param({"false", "true"})
    public boolean gzip;

    private final LocalDisk disk = new LocalDisk();
    private final Instant now = Instant.now();
    private Path scratch = Path.of("");
    private Path store = Path.of("");
    private int copies;

    @Setup
    public void makeStore() throws IOException {
        scratch = Files.createTempDirectory("aml-jmh");
        store = scratch.resolve("memory");
        SamplePolicy policy = SamplePolicy.defaultAsOf(now).withItems(items).withGzip(gzip);
        SampleStore.write(disk, NewStore.makeDirectory(disk, store), policy, LabelSink.NONE);
    }

    @TearDown
    public void removeStore() throws IOException {
        try (var files = Files.walk(scratch)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private MemoryStore open(int threads) throws IOException {
        return StoreKinds.openReadOnly(disk, store, StoreOptions.DEFAULT.withThreads(threads));
    }

    /** Finds every item and checks every byte, on one core. */
    @Benchmark
    public long scan() throws IOException {
        LongAdder length = new LongAdder();
        try (MemoryStore opened = open(1)) {
            opened.scan(opened.list(), Selection.ALL, collection -> collection.read(item -> length.add(item.length())));
        }
        return length.sum();
    }

    /** Decodes the fields of every item that rules need. */
    @Benchmark
    public double view() throws IOException {
        double[] sum = new double[1];
        try (MemoryStore opened = open(1)) {
            opened.scan(
                    opened.list(),
                    Selection.ALL,
                    collection -> collection.read(item -> {
                        Instant used = item.lastUsed();
                        sum[0] += ValueScore.of(item) + (used == null ? 0 : used.getNano());
                    }));
        }
        return sum[0];
    }

    @Benchmark
    public PrunePlan planPrune() throws IOException {
        try (MemoryStore opened = open(StoreOptions.DEFAULT.threads())) {
            return new Pruner(PrunePolicy.DEFAULT, now).plan(opened, Selection.ALL, ReappearedItems.NONE);
        }
    }

    @Benchmark
    public GcPlan planGc() throws IOException {
        try (MemoryStore opened = open(StoreOptions.DEFAULT.threads())) {
            return new GarbageCollector(GcPolicy.DEFAULT, now).plan(opened, Selection.ALL);
        }
    }

    /** Parses the same collections with Jackson's streaming parser, on one core. */
    @Benchmark
    public long jacksonScan() throws IOException {
        long tokens = 0;
        JsonFactory factory = new JsonFactory();
        try (var files = Files.walk(store)) {
            for (Path file : files.filter(StoreBenchmark::isCollection).toList()) {
                InputStream stored = Files.newInputStream(file);
                try (InputStream text = gzip ? new GZIPInputStream(stored, 64 << 10) : stored;
                        JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
                    while (parser.nextToken() != null) {
                        tokens++;
                    }
                }
            }
        }
        return tokens;
    }

    private static boolean isCollection(Path file) {
        String name = String.valueOf(file.getFileName());
        return ItemKind.RUNTIME.stream().anyMatch(kind -> kind.fileName().equals(name));
    }

    /** Provides a fresh copy of the store for each prune. */
    @State(Scope.Thread)
    public static class Fresh {
        private Path copy = Path.of("");

        @Setup(Level.Invocation)
        public void copy(StoreBenchmark benchmark) throws IOException {
            copy = benchmark.scratch.resolve("copy-" + benchmark.copies++).resolve("memory");
            try (var files = Files.walk(benchmark.store)) {
                for (Path path : files.toList()) {
                    Path target = copy.resolve(benchmark.store.relativize(path).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(path, target);
                }
            }
        }
    }

    /** Runs a complete prune: plan, snapshot, archive, stage, sync, rename, record. */
    @Benchmark
    public Report apply(Fresh fresh) throws IOException {
        try (MemoryStore opened = StoreKinds.open(disk, fresh.copy, StoreOptions.DEFAULT)) {
            PrunePlan plan = new Pruner(PrunePolicy.DEFAULT, now).plan(opened, Selection.ALL, ReappearedItems.NONE);
            return new Execution(opened, new SplittableRandom(1)).execute(plan, Execution.Options.DEFAULT);
        }
    }
}
