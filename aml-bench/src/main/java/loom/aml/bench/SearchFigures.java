package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import loom.aml.index.MemorySearch;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.LocalDisk;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import picocli.CommandLine.Option;

/**
 * Measures the index on a sample store: a build, an update after one changed item, and a search, each as a whole
 * process; then median and 99th percentile times of queries in an open index.
 *
 * <pre>
 * aml-bench/search [--items N] [--runs N]
 * </pre>
 */
public final class SearchFigures {
    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 5_000;
    private static final List<String> QUERIES = List.of(
            "tag:caching",
            "tag:caching kind:pattern confidence:>0.5 success:>0.6 age:<60d active:true",
            "deadlock shipments",
            "\"expire after\" tag:caching confidence:>0.5",
            "TypeError");

    private final Path store;
    private final int runs;

    private SearchFigures(Path store, int runs) {
        this.store = store;
        this.runs = runs;
    }

    /** The options of the command line. */
    static final class Options extends ItemsOptions {
        @Option(
                names = "--runs",
                defaultValue = "5",
                description = "Number of runs; the median counts (${DEFAULT-VALUE}).")
        private int runs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/search", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            SearchFigures figures = new SearchFigures(scratch.resolve("store"), options.runs);
            figures.aml(
                    "sample",
                    figures.store.toString(),
                    "--items",
                    Integer.toString(options.items),
                    "--agents",
                    "10",
                    "--seed",
                    "1",
                    "--schema",
                    "1.1.0");
            figures.settle();
            figures.processes();
            figures.queries();
        }
    }

    private void processes() throws IOException, InterruptedException {
        String path = store.toString();
        long bytes = 0;
        List<Double> bare = new ArrayList<>();
        List<Double> build = new ArrayList<>();
        List<Double> update = new ArrayList<>();
        List<Double> search = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            bare.add(bareLucene());
            build.add(aml(path, "optimize", "index", "--rebuild"));
            bytes = indexBytes();
            changeOneItem(run);
            update.add(aml(path, "optimize", "index"));
            search.add(aml(path, "search", "expire", "after", "tag:caching", "confidence:>0.5"));
        }
        System.out.printf(Locale.ROOT, "bare Lucene loop   %7.0f ms, one thread%n", median(bare));
        System.out.printf(
                Locale.ROOT,
                "index build        %7.0f ms, %.2f of the bare loop%n",
                median(build),
                median(build) / median(bare));
        System.out.printf(Locale.ROOT, "index bytes        %7.2f MB%n", bytes / 1e6);
        System.out.printf(Locale.ROOT, "one item changed   %7.0f ms%n", median(update));
        System.out.printf(Locale.ROOT, "cold search        %7.0f ms%n", median(search));
    }

    /** In the largest file, the worst case. */
    private void changeOneItem(int run) throws IOException {
        Path file;
        try (Stream<Path> files = Files.walk(store)) {
            file = files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(SearchFigures::size))
                    .orElseThrow();
        }
        String text = Files.readString(file);
        int at = text.indexOf("\"rationale\": \"", text.length() / 2) + 14;
        Files.writeString(file, text.substring(0, at) + "changed " + run + " " + text.substring(at));
        settle(file);
    }

    private void settle() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                settle(file);
            }
        }
    }

    /** Files written within the last second are read again. */
    private static void settle(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private long indexBytes() throws IOException {
        try (Stream<Path> files = Files.list(store.resolveSibling("store-state").resolve("index"))) {
            return files.mapToLong(SearchFigures::size).sum();
        }
    }

    private void queries() throws IOException {
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store, StoreOptions.DEFAULT);
                MemorySearch search = new MemorySearch(open, Duration.ofSeconds(5))) {
            search.refresh();
            System.out.printf("%n%-80s %9s %9s%n", "in an open index", "median", "p99");
            for (String query : QUERIES) {
                SearchRequest request = SearchRequest.of(QueryParser.parse(query, Instant.now()));
                double[] micros = new double[MEASURED];
                for (int i = -WARM_UP; i < MEASURED; i++) {
                    long began = System.nanoTime();
                    search.match(request);
                    if (i >= 0) {
                        micros[i] = (System.nanoTime() - began) / 1e3;
                    }
                }
                Arrays.sort(micros);
                System.out.printf(
                        Locale.ROOT,
                        "%-80s %6.0f us %6.0f us%n",
                        query + ", " + search.match(request).total() + " found",
                        micros[MEASURED / 2],
                        micros[MEASURED * 99 / 100]);
            }
        }
    }

    /** Runs the launcher and returns the time in milliseconds. */
    private double aml(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("aml.home") + "/aml"));
        command.addAll(List.of(arguments));
        return time(command);
    }

    private double bareLucene() throws IOException, InterruptedException {
        Path index = store.resolveSibling("bare");
        double time = time(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "loom.aml.bench.BareLucene",
                store.toString(),
                index.toString()));
        Trees.delete(index);
        return time;
    }

    private static double time(List<String> command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
