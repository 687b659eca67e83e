package loom.aml.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loom.aml.app.item.AddItem;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.NewItem;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.run.GroupCommit;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import picocli.CommandLine.Option;

/**
 * Measures the rate of single puts to a collection of about 5 MB: one at a time like {@code aml add}, from 16 threads
 * that each wait for their item, and submitted without waiting. Each put is durable, journalled and separately
 * undoable.
 *
 * <pre>
 * aml-bench/puts [--puts N]
 * </pre>
 */
public final class PutFigures {
    private static final int THREADS = 16;
    private static final int ROUNDS = 5;
    private static final int ITEMS = 3_900;
    private static final byte[] FIELDS =
            "{\"pattern\":{\"approach\":{\"technique\":\"retry\",\"rationale\":\"it passes\"}}}".getBytes(UTF_8);

    private final Path store;
    private final SplittableRandom random = new SplittableRandom(1);

    private PutFigures(Path store) {
        this.store = store;
    }

    /** The options of the command line. */
    static final class Options extends BenchOptions {
        @Option(names = "--puts", defaultValue = "1000", description = "Number of items to put (${DEFAULT-VALUE}).")
        private int puts;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = BenchOptions.parse(new Options(), "aml-bench/puts", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            PutFigures figures = new PutFigures(Files.createDirectories(scratch.resolve("memory")));
            figures.fill();
            figures.measure(options.puts);
        }
    }

    /** A collection of patterns in the layout of the runtime. */
    private void fill() throws IOException, InvalidItemException {
        String rationale = "x".repeat(600);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            byte[] fields = ("{\"pattern\":{\"approach\":{\"technique\":\"t" + i + "\",\"rationale\":\"" + rationale
                            + "\"}}}")
                    .getBytes(UTF_8);
            items.add(new String(
                    NewItem.of(ItemKind.PATTERN, "debugger", fields, Instant.now(), random)
                            .text(),
                    UTF_8));
        }
        Path file = Files.createDirectories(store.resolve("debugger")).resolve("patterns.json");
        Files.writeString(file, "[\n  " + String.join(",\n  ", items) + "\n]");
        System.out.printf(
                Locale.ROOT, "one collection of %.1f MB; medians of %d rounds%n", Files.size(file) / 1e6, ROUNDS);
    }

    private MemoryStore open() throws IOException {
        return StoreKinds.open(new LocalDisk(), store, StoreOptions.DEFAULT);
    }

    /** Stores a number of items. */
    private interface Storing {
        void store(int items) throws Exception;
    }

    private void measure(int puts) throws Exception {
        List<Double> single = new ArrayList<>();
        List<Double> threads = new ArrayList<>();
        List<Double> submitted = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double one = rate(puts / 20, this::oneAtATime);
            double many = rate(puts, this::fromThreads);
            double waiting = rate(puts, this::submitted);
            // The first round warms the process up.
            if (round > 0) {
                single.add(one);
                threads.add(many);
                submitted.add(waiting);
            }
        }
        System.out.printf(Locale.ROOT, "%-36s %8.0f/s%n", "one at a time", median(single));
        System.out.printf(
                Locale.ROOT,
                "%-36s %8.0f/s  %5.1f x%n",
                THREADS + " threads",
                median(threads),
                median(threads) / median(single));
        System.out.printf(
                Locale.ROOT,
                "%-36s %8.0f/s  %5.1f x%n",
                "submitted without waiting",
                median(submitted),
                median(submitted) / median(single));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double rate(int items, Storing storing) throws Exception {
        long began = System.nanoTime();
        storing.store(items);
        return items * 1e9 / (System.nanoTime() - began);
    }

    private void oneAtATime(int items) throws Exception {
        for (int i = 0; i < items; i++) {
            try (MemoryStore open = open()) {
                new AddItem(open, random).run(new AddItem.Request(ItemKind.PATTERN, "debugger", FIELDS, false));
            }
        }
    }

    private static GroupCommit.Write write(SplittableRandom random) throws InvalidItemException {
        NewItem item = NewItem.of(ItemKind.PATTERN, "debugger", FIELDS, Instant.now(), random);
        return new GroupCommit.Write(
                "add",
                new ItemChange.Put(item.key(), item.text(), Precondition.ABSENT),
                JsonObject.builder().build());
    }

    private void fromThreads(int items) throws Exception {
        try (GroupCommit group = new GroupCommit(this::open, random.split());
                ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                SplittableRandom own = random.split();
                writers.add(pool.submit(() -> {
                    for (int i = 0; i < items / THREADS; i++) {
                        group.write(write(own));
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    private void submitted(int items) throws Exception {
        try (GroupCommit group = new GroupCommit(this::open, random.split())) {
            List<CompletableFuture<GroupCommit.Written>> written = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                written.add(group.submit(write(random)));
            }
            written.forEach(CompletableFuture::join);
        }
    }
}
