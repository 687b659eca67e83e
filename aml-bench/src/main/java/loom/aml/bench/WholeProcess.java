package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * Times whole processes as people and cron see them: the launcher and a baseline, alternately on the same store. Prints
 * medians, peak memory and ratios, because times alone depend on the machine.
 *
 * <pre>
 * aml-bench/whole-process [--start] [--items N] [--runs N] [--memory-items N] [--projects N]
 * </pre>
 */
public final class WholeProcess {
    private static final String BASELINE = "python3 json.load of the same files";
    private static final String LOAD_ALL = """
            import glob, json, sys
            for name in glob.glob(sys.argv[1] + '/*/*.json'):
                with open(name, encoding='utf-8') as file:
                    json.load(file)
            """;
    private static final String HELLO = """
            public class Hello {
                public static void main(String[] arguments) {
                    System.out.println("hello");
                }
            }
            """;

    private final Path home;
    private final Path scratch;
    private final int runs;

    private WholeProcess(Path home, Path scratch, int runs) {
        this.home = home;
        this.scratch = scratch;
        this.runs = runs;
    }

    /** The options of the command line. */
    static final class Options extends ItemsOptions {
        @Option(
                names = "--memory-items",
                defaultValue = "500000",
                description = "Number of items of the store on which memory is measured (${DEFAULT-VALUE}).")
        private int memoryItems;

        @Option(
                names = "--projects",
                defaultValue = "500",
                description = "Number of projects whose memories 'aml stores' lists (${DEFAULT-VALUE}).")
        private int projects;

        @Option(
                names = "--runs",
                defaultValue = "15",
                description = "Number of runs; the median counts (${DEFAULT-VALUE}).")
        private int runs;

        @Option(names = "--start", description = "Measure the start only.")
        private boolean startOnly;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/whole-process", arguments);
        Path home = Path.of(System.getProperty("aml.home", "."));
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            WholeProcess bench = new WholeProcess(home, scratch, options.runs);
            bench.measure(options);
        }
    }

    private void measure(Options options) throws IOException, InterruptedException {
        int items = options.items;
        System.out.printf(
                Locale.ROOT,
                "%d cores, Java %s, medians of %d runs%n",
                cores(),
                Runtime.version().feature(),
                runs);
        start();
        if (options.startOnly) {
            return;
        }
        projects(options.projects);
        Path store = sample("store", items);
        System.out.printf(Locale.ROOT, "%nstore of %,d items, %,d MB%n", items, Trees.sizeOf(store) / 1_000_000);
        scans(store);
        migrations(store, "small");
        watching(store);
        if (options.memoryItems > 0) {
            memory(items, store, options.memoryItems);
        }
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private Path sample(String name, int items) throws IOException, InterruptedException {
        Path store = scratch.resolve(name).resolve("memory");
        run(aml(store, "sample", "--items", Integer.toString(items), "--agents", "10", "--seed", "1"));
        return store;
    }

    private List<String> aml(String... words) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("aml").toString());
        command.addAll(List.of(words));
        return command;
    }

    private List<String> aml(Path store, String... words) {
        List<String> command = aml(words);
        command.add(1, store.toString());
        return command;
    }

    private void start() throws IOException, InterruptedException {
        Path java = java();
        Path source = Files.writeString(scratch.resolve("Hello.java"), HELLO);
        run(List.of(java.resolveSibling("javac").toString(), "-d", scratch.toString(), source.toString()));
        Path empty = scratch.resolve("empty");
        run(aml("init", empty.toString()));
        compare(
                "start",
                "bare java, same flags",
                hello(),
                List.of(
                        aml("--version"),
                        aml("--help"),
                        aml(empty, "prune", "--dry-run"),
                        aml("__complete", empty.toString(), "prune", "--agents", "")));
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private List<String> hello() {
        Path options = home.resolve("aml-cli/target/aml/jvm.options");
        return List.of(java().toString(), "@" + options, "-cp", scratch.toString(), "Hello");
    }

    /** Lists the memories that Claude Code keeps of many projects. Every seventh project no longer exists. */
    private void projects(int projects) throws IOException, InterruptedException {
        Path user = Files.createDirectories(scratch.toRealPath().resolve("user"));
        for (int i = 0; i < projects; i++) {
            Path project = user.resolve("team-" + i % 20).resolve("project_" + i);
            if (i % 7 != 0) {
                Files.createDirectories(project);
            }
            String slug = project.toString().replaceAll("[^a-zA-Z0-9]", "-");
            memory(Files.createDirectories(
                    user.resolve(".claude/projects").resolve(slug).resolve("memory")));
        }
        Series bare = new Series();
        Series listing = new Series();
        for (int run = -2; run < runs; run++) {
            MeasuredProcess hello = run(hello());
            MeasuredProcess stores =
                    MeasuredProcess.of(aml("stores"), user, Map.of("HOME", user.toString()), Set.of(0));
            if (run >= 0) {
                bare.add(hello);
                listing.add(stores);
            }
        }
        System.out.printf(Locale.ROOT, "%n%-34s %9s %9s %8s%n", projects + " projects", "median", "peak", "ratio");
        print("bare java, same flags", bare, bare.medianMillis());
        print("aml stores", listing, bare.medianMillis());
    }

    private static void memory(Path memory) throws IOException {
        StringBuilder index = new StringBuilder();
        for (int note = 0; note < 12; note++) {
            Files.writeString(memory.resolve("note-" + note + ".md"), "---\nname: note-" + note + "\n---\n\nText.\n");
            index.append("- [Note ").append(note).append("](note-").append(note).append(".md) \u2014 a hook\n");
        }
        Files.writeString(memory.resolve("MEMORY.md"), index);
    }

    private void scans(Path store) throws IOException, InterruptedException {
        Path script = Files.writeString(scratch.resolve("load.py"), LOAD_ALL);
        Optional<String> python = python();
        if (python.isEmpty()) {
            System.out.println("\nno python3 here to hold the scans against; skipped");
            return;
        }
        List<String> baseline = List.of(python.get(), script.toString(), store.toString());
        compare(
                "scan",
                BASELINE,
                baseline,
                List.of(
                        aml(store, "prune", "--dry-run"),
                        aml(store, "optimize", "gc", "--dry-run"),
                        aml(store, "maintain", "--dry-run")));
    }

    /** Measures the command that monitoring systems run every few minutes, with a full history of metrics. */
    private void watching(Path store) throws IOException, InterruptedException {
        fillHistory(store);
        compare(
                "watching",
                "aml prune --dry-run",
                aml(store, "prune", "--dry-run"),
                List.of(
                        aml(store, "monitor", "metrics"),
                        aml(store, "monitor", "health"),
                        aml(store, "monitor", "report", "--format", "prometheus")));
    }

    /** Writes a thousand hourly entries, each like the current metrics of the store. */
    private void fillHistory(Path store) throws IOException, InterruptedException {
        run(aml(store, "monitor", "metrics"));
        Path history = store.resolve("monitoring/metrics.json");
        String measured = Files.readAllLines(history).get(1);
        int time = measured.indexOf("\"time\":\"") + 8;
        String rest = measured.substring(measured.indexOf('"', time));
        StringBuilder text = new StringBuilder("{\"version\":1,\"entries\":[");
        Instant at = Instant.now().minus(Duration.ofHours(1_000));
        for (int i = 0; i < 1_000; i++) {
            text.append(i == 0 ? "\n" : ",\n")
                    .append(measured, 0, time)
                    .append(at.plus(Duration.ofHours(i)))
                    .append(rest);
        }
        Files.writeString(history, text.append("\n]}\n"));
    }

    private static Optional<String> python() {
        for (String directory : System.getenv("PATH").split(":")) {
            Path python = Path.of(directory, "python3");
            if (Files.isExecutable(python)) {
                return Optional.of(python.toString());
            }
        }
        return Optional.empty();
    }

    private void compare(String name, String baselineName, List<String> baseline, List<List<String>> ours)
            throws IOException, InterruptedException {
        List<List<String>> all = new ArrayList<>();
        all.add(baseline);
        all.addAll(ours);
        List<Series> series = new ArrayList<>();
        all.forEach(_ -> series.add(new Series()));
        for (int run = -2; run < runs; run++) {
            for (int i = 0; i < all.size(); i++) {
                MeasuredProcess measured = run(all.get(i));
                if (run >= 0) {
                    series.get(i).add(measured);
                }
            }
        }
        System.out.printf(Locale.ROOT, "%n%-34s %9s %9s %8s%n", name, "median", "peak", "ratio");
        double unit = series.getFirst().medianMillis();
        print(baselineName, series.getFirst(), unit);
        for (int i = 1; i < all.size(); i++) {
            print("aml " + words(all.get(i)), series.get(i), unit);
        }
    }

    private static String words(List<String> command) {
        return String.join(
                " ",
                command.stream().skip(1).filter(word -> !word.startsWith("/")).toList());
    }

    private static void print(String name, Series series, double unit) {
        System.out.printf(
                Locale.ROOT,
                "%-34s %6.0f ms %6.1f MB %8.2f%n",
                name,
                series.medianMillis(),
                series.peakKilobytes() / 1000.0,
                series.medianMillis() / unit);
    }

    /**
     * Migrates all three steps up, with and without the safety snapshot, and down again; each on a copy, the best of
     * three.
     */
    private void migrations(Path store, String name) throws IOException, InterruptedException {
        System.out.printf(Locale.ROOT, "%n%-46s %9s %9s%n", "migrate the " + name + " store", "best of 3", "peak");
        Path up = copy(store, "up");
        migrate("up to 2.0.0 --no-backup", store, "--version", "2.0.0", "--no-backup");
        migrate("up to 2.0.0 with the copy before", store, "--version", "2.0.0");
        run(aml(up, "migrate", "migrate", "--version", "2.0.0", "--no-backup"));
        migrate("down to 1.0.0 --no-backup", up, "--version", "1.0.0", "--no-backup");
        Trees.delete(scratch.resolve("up"));
    }

    private void migrate(String name, Path store, String... options) throws IOException, InterruptedException {
        Series series = new Series();
        for (int run = 0; run < 3; run++) {
            Path copy = copy(store, "migrating");
            List<String> command = aml(copy, "migrate", "migrate");
            command.addAll(List.of(options));
            series.add(run(command));
            Trees.delete(scratch.resolve("migrating"));
        }
        System.out.printf(
                Locale.ROOT,
                "%-46s %6.0f ms %6.1f MB%n",
                "aml migrate " + name,
                series.bestMillis(),
                series.peakKilobytes() / 1000.0);
    }

    private Path copy(Path store, String name) throws IOException, InterruptedException {
        Path copy = scratch.resolve(name);
        Files.createDirectory(copy);
        run(List.of("cp", "-r", store.toString(), copy.resolve("memory").toString()));
        run(List.of("sync"));
        return copy.resolve("memory");
    }

    /** Measures peak memory on a store ten times as large, and the memory per additional item. */
    private void memory(int items, Path store, int memoryItems) throws IOException, InterruptedException {
        Path large = sample("large", memoryItems);
        System.out.printf(Locale.ROOT, "%n%-34s %9s %9s %10s%n", "peak memory", "small", "large", "bytes/item");
        for (List<String> words : List.of(List.of("prune", "--dry-run"), List.of("optimize", "gc", "--dry-run"))) {
            String[] command = words.toArray(String[]::new);
            long small = run(aml(store, command)).peakKilobytes();
            long big = run(aml(large, command)).peakKilobytes();
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %6.1f MB %6.1f MB %10.1f%n",
                    "aml " + String.join(" ", words),
                    small / 1000.0,
                    big / 1000.0,
                    1024.0 * Math.max(0, big - 128_000) / (memoryItems - items));
        }
        migrations(large, "large");
    }

    private static final class Series {
        private final List<MeasuredProcess> runs = new ArrayList<>();

        void add(MeasuredProcess measured) {
            runs.add(measured);
        }

        double medianMillis() {
            return runs.stream()
                    .mapToDouble(MeasuredProcess::millis)
                    .sorted()
                    .skip(runs.size() / 2)
                    .findFirst()
                    .orElseThrow();
        }

        double bestMillis() {
            return runs.stream().mapToDouble(MeasuredProcess::millis).min().orElseThrow();
        }

        long peakKilobytes() {
            return runs.stream().mapToLong(MeasuredProcess::peakKilobytes).max().orElse(0);
        }
    }

    private static MeasuredProcess run(List<String> command) throws IOException, InterruptedException {
        boolean isHealth = command.contains("health");
        return MeasuredProcess.of(command, Path.of("."), Map.of(), isHealth ? Set.of(0, 1, 2, 3) : Set.of(0, 3));
    }
}
