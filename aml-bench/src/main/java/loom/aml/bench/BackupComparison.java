package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/**
 * Compares backups of aml, borg and restic as whole processes on the same store: full, unchanged, verify, restore to an
 * empty folder, and an increment after 1 % of the items were edited in place, with the growth of each repository.
 *
 * <pre>
 * aml-bench/backups [--items N] [--runs N]
 * </pre>
 */
public final class BackupComparison {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes",
            "BORG_RELOCATED_REPO_ACCESS_IS_OK", "yes",
            "RESTIC_PASSWORD", "bench");

    private final Path home;
    private final Path scratch;
    private final int runs;
    private final ItemEdits edits = new ItemEdits(20_261_123);

    private BackupComparison(Path home, Path scratch, int runs) {
        this.home = home;
        this.scratch = scratch;
        this.runs = runs;
    }

    /** The options of the command line. */
    static final class Options extends ItemsOptions {
        @Option(
                names = "--runs",
                defaultValue = "7",
                description = "Number of runs; the median counts (${DEFAULT-VALUE}).")
        private int runs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/backups", arguments);
        Path home = Path.of(System.getProperty("aml.home", "."));
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            BackupComparison bench = new BackupComparison(home, scratch, options.runs);
            bench.compare("plain", options.items);
            bench.compare("gzip", options.items);
        }
    }

    /** A backup tool, with its command line for each operation. */
    private interface Tool {
        String name();

        Path repository();

        void begin() throws IOException, InterruptedException;

        List<String> create(int number);

        List<String> verify();

        List<String> restore(Path target);
    }

    private final class Aml implements Tool {
        private final Path store;

        Aml(Path store) {
            this.store = store;
        }

        @Override
        public String name() {
            return "aml";
        }

        @Override
        public Path repository() {
            return store.resolveSibling(store.getFileName() + "-backup");
        }

        @Override
        public void begin() {
            // The first snapshot creates the repository.
        }

        private List<String> backup(String... words) {
            List<String> command = new ArrayList<>(List.of(home.resolve("aml").toString(), store.toString(), "backup"));
            command.addAll(List.of(words));
            return command;
        }

        @Override
        public List<String> create(int number) {
            return backup("create");
        }

        @Override
        public List<String> verify() {
            return backup("verify");
        }

        @Override
        public List<String> restore(Path target) {
            return backup("restore", "--target", target.toString());
        }
    }

    private final class Borg implements Tool {
        private final Path store;
        private final Path repository;

        Borg(Path store) {
            this.store = store;
            this.repository = store.resolveSibling("borg");
        }

        @Override
        public String name() {
            return "borg, zstd 3";
        }

        @Override
        public Path repository() {
            return repository;
        }

        @Override
        public void begin() throws IOException, InterruptedException {
            run(List.of("borg", "init", "-e", "none", repository.toString()), scratch);
        }

        @Override
        public List<String> create(int number) {
            return List.of("borg", "create", "-C", "zstd,3", repository + "::" + number, store.toString());
        }

        @Override
        public List<String> verify() {
            return List.of("borg", "check", "--verify-data", repository.toString());
        }

        @Override
        public List<String> restore(Path target) {
            return List.of("borg", "extract", repository + "::1");
        }
    }

    private final class Restic implements Tool {
        private final Path store;
        private final Path repository;

        Restic(Path store) {
            this.store = store;
            this.repository = store.resolveSibling("restic");
        }

        @Override
        public String name() {
            return "restic";
        }

        @Override
        public Path repository() {
            return repository;
        }

        private List<String> restic(String... words) {
            List<String> command = new ArrayList<>(List.of("restic", "-q", "-r", repository.toString()));
            command.addAll(List.of(words));
            return command;
        }

        @Override
        public void begin() throws IOException, InterruptedException {
            run(restic("init"), scratch);
        }

        @Override
        public List<String> create(int number) {
            return restic("backup", store.toString());
        }

        @Override
        public List<String> verify() {
            return restic("check", "--read-data");
        }

        @Override
        public List<String> restore(Path target) {
            return restic("restore", "latest", "--target", target.toString());
        }
    }

    /** The measurements of one tool by step. */
    private static final class Series {
        private final Map<String, List<MeasuredProcess>> steps = new LinkedHashMap<>();
        private final Map<String, Long> grown = new LinkedHashMap<>();

        void add(String step, MeasuredProcess measured) {
            steps.computeIfAbsent(step, _ -> new ArrayList<>()).add(measured);
        }

        double median(String step) {
            List<MeasuredProcess> runs = of(step);
            return runs.stream()
                    .mapToDouble(MeasuredProcess::millis)
                    .sorted()
                    .skip(runs.size() / 2)
                    .findFirst()
                    .orElseThrow();
        }

        private List<MeasuredProcess> of(String step) {
            return steps.getOrDefault(step, List.of());
        }

        long peak(String step) {
            return of(step).stream()
                    .mapToLong(MeasuredProcess::peakKilobytes)
                    .max()
                    .orElse(0);
        }
    }

    private void compare(String encoding, int items) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(scratch.resolve(encoding));
        Path store = folder.resolve("memory");
        List<String> sample = new ArrayList<>(List.of(home.resolve("aml").toString(), "sample", store.toString()));
        sample.addAll(List.of("--items", Integer.toString(items), "--agents", "10", "--seed", "1"));
        if (encoding.equals("gzip")) {
            sample.add("--gzip");
        }
        run(sample, scratch);
        List<Tool> tools = new ArrayList<>(List.of(new Aml(store)));
        if (MeasuredProcess.isInstalled("borg")) {
            tools.add(new Borg(store));
        }
        if (MeasuredProcess.isInstalled("restic")) {
            tools.add(new Restic(store));
        }
        if (tools.size() < 3) {
            System.out.println("borg or restic is not installed here, so that comparison is skipped");
        }
        List<Series> series = tools.stream().map(_ -> new Series()).toList();
        for (int run = -1; run < runs; run++) {
            // Ages the files: a file that was just written may change without a new timestamp, so it would be read
            // again.
            TimeUnit.SECONDS.sleep(3);
            for (int i = 0; i < tools.size(); i++) {
                Series into = run < 0 ? new Series() : series.get(i);
                Trees.delete(tools.get(i).repository());
                tools.get(i).begin();
                step("full", tools.get(i), 1, into);
                step("unchanged", tools.get(i), 2, into);
                into.add("verify", run(tools.get(i).verify(), scratch));
                Path target = Files.createDirectories(folder.resolve("restored"));
                into.add("restore", run(tools.get(i).restore(target), target));
                Trees.delete(target);
            }
            edits.edit(store);
            for (int i = 0; i < tools.size(); i++) {
                step("1 % edited", tools.get(i), 3, run < 0 ? new Series() : series.get(i));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s store, %,d items, %.1f MB, medians of %d%n",
                encoding,
                items,
                Trees.sizeOf(store) / 1e6,
                runs);
        System.out.printf(
                Locale.ROOT, "%-14s %-14s %9s %9s %8s %14s%n", "step", "tool", "median", "peak", "ratio", "repository");
        for (String step : List.of("full", "unchanged", "verify", "restore", "1 % edited")) {
            for (int i = 0; i < tools.size(); i++) {
                Long grown = series.get(i).grown.get(step);
                System.out.printf(
                        Locale.ROOT,
                        "%-14s %-14s %6.0f ms %6.1f MB %8.2f %14s%n",
                        step,
                        tools.get(i).name(),
                        series.get(i).median(step),
                        series.get(i).peak(step) / 1000.0,
                        series.get(i).median(step) / series.getFirst().median(step),
                        grown == null ? "" : String.format(Locale.ROOT, "+%,d B", grown));
            }
        }
    }

    private void step(String step, Tool tool, int number, Series series) throws IOException, InterruptedException {
        long before = Files.exists(tool.repository()) ? Trees.sizeOf(tool.repository()) : 0;
        series.add(step, run(tool.create(number), scratch));
        series.grown.put(step, Trees.sizeOf(tool.repository()) - before);
    }

    private static MeasuredProcess run(List<String> command, Path directory) throws IOException, InterruptedException {
        return MeasuredProcess.of(command, directory, ENVIRONMENT, Set.of(0));
    }
}
