package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/**
 * Compares encrypted backups of aml and restic in an S3-compatible object store, as whole processes in the same run: full, unchanged, an increment
 * after 1 % of the items were edited, and restore to an empty folder. A backup of aml is {@code backup create} and {@code backup copy}. Both tools
 * find the credentials in {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}.
 *
 * <pre>
 * aml-bench/remote --endpoint URL --bucket NAME --data FOLDER [--items N] [--runs N]
 * </pre>
 */
public final class RemoteComparison {
    private static final List<String> STEPS = List.of("full", "unchanged", "1 % edited", "restore");

    private final String aml;
    private final Path scratch;
    private final Options options;
    private final ItemEdits edits = new ItemEdits(20_261_203);

    private RemoteComparison(Path home, Path scratch, Options options) {
        this.aml = home.resolve("aml").toString();
        this.scratch = scratch;
        this.options = options;
    }

    /** The options of the command line. */
    static final class Options extends ItemsOptions {
        @Option(names = "--endpoint", required = true, description = "Address of the object store.")
        private String endpoint = "";

        @Option(names = "--bucket", required = true, description = "An empty bucket.")
        private String bucket = "";

        @Option(
                names = "--data",
                required = true,
                description = "The folder in which the object store keeps the bucket, whose size is measured.")
        private Path data = Path.of("");

        @Option(
                names = "--runs",
                defaultValue = "5",
                description = "Number of runs; the median counts (${DEFAULT-VALUE}).")
        private int runs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/remote", arguments);
        if (!MeasuredProcess.isInstalled("restic")) {
            System.out.println("restic is not installed here, so only aml is measured");
        }
        try (Scratch folder = Scratch.create()) {
            new RemoteComparison(Path.of(System.getProperty("aml.home", ".")), folder.path(), options).measure();
        }
    }

    private Map<String, String> environment(int run) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", scratch.resolve("home").toString());
        environment.put("RESTIC_PASSWORD", "bench");
        environment.put(
                "RESTIC_CACHE_DIR", scratch.resolve("restic-cache-" + run).toString());
        environment.put("RESTIC_REPOSITORY", "s3:" + options.endpoint + "/" + options.bucket + "/restic-" + run);
        return environment;
    }

    /** The times and the growth of the bucket, by step. */
    private static final class Series {
        private static final List<Double> NOT_MEASURED = List.of(Double.NaN);

        private final Map<String, List<Double>> millis = new LinkedHashMap<>();
        private final Map<String, List<Double>> bytes = new LinkedHashMap<>();

        double millis(String step) {
            return Timings.median(millis.getOrDefault(step, NOT_MEASURED));
        }

        double bytes(String step) {
            return Timings.median(bytes.getOrDefault(step, NOT_MEASURED));
        }

        void add(String step, double took, long grown) {
            millis.computeIfAbsent(step, _ -> new ArrayList<>()).add(took);
            bytes.computeIfAbsent(step, _ -> new ArrayList<>()).add((double) grown);
        }
    }

    private void measure() throws IOException, InterruptedException {
        Path configuration = Files.createDirectories(scratch.resolve("home/.config/aml"));
        Files.writeString(
                configuration.resolve("aml.toml"),
                "[object_store]\nendpoint = \"" + options.endpoint + "\"\npath_style = true\nregion = \"us-east-1\"\n");
        Path store = scratch.resolve("memory");
        run(
                0,
                aml,
                "sample",
                store.toString(),
                "--items",
                Integer.toString(options.items),
                "--agents",
                "10",
                "--seed",
                "1");
        run(0, aml, store.toString(), "backup", "key", "add");
        Series ours = new Series();
        Series theirs = new Series();
        for (int run = 0; run <= options.runs; run++) {
            // The first run warms the machine up and does not count.
            once(run, store, run == 0 ? new Series() : ours, run == 0 ? new Series() : theirs);
        }
        System.out.printf(
                Locale.ROOT,
                "%,d items, %.1f MB, medians of %d%n%-12s %10s %10s %8s %14s %14s%n",
                options.items,
                Trees.sizeOf(store) / 1e6,
                options.runs,
                "step",
                "aml",
                "restic",
                "ratio",
                "aml",
                "restic");
        for (String step : STEPS) {
            double aml = ours.millis(step);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %7.0f ms %7.0f ms %8.2f %,12.0f B %,12.0f B%n",
                    step,
                    aml,
                    theirs.millis(step),
                    theirs.millis(step) / aml,
                    ours.bytes(step),
                    theirs.bytes(step));
        }
    }

    private void once(int run, Path store, Series ours, Series theirs) throws IOException, InterruptedException {
        boolean hasRestic = MeasuredProcess.isInstalled("restic");
        Trees.delete(store.resolveSibling("memory-backup"));
        if (hasRestic) {
            run(run, "restic", "-q", "init");
        }
        // Ages the files: one that was just written may change without a new timestamp, so it would be read again.
        TimeUnit.SECONDS.sleep(3);
        for (String step : List.of("full", "unchanged", "1 % edited")) {
            if (step.startsWith("1 %")) {
                edits.edit(store);
                TimeUnit.SECONDS.sleep(3);
            }
            step(step, run, ours, List.of(aml, store.toString(), "backup", "create"), copy(run, store));
            if (hasRestic) {
                step(step, run, theirs, List.of("restic", "-q", "backup", store.toString()));
            }
        }
        Path target = scratch.resolve("restored");
        step(
                "restore",
                run,
                ours,
                List.of(
                        aml,
                        store.toString(),
                        "backup",
                        "restore",
                        "--from",
                        place(run),
                        "--target",
                        target.toString()));
        Trees.delete(target);
        if (hasRestic) {
            step("restore", run, theirs, List.of("restic", "-q", "restore", "latest", "--target", target.toString()));
            Trees.delete(target);
        }
    }

    private String place(int run) {
        return "s3://" + options.bucket + "/aml-" + run;
    }

    private List<String> copy(int run, Path store) {
        return List.of(aml, store.toString(), "backup", "copy", place(run));
    }

    @SafeVarargs
    private void step(String step, int run, Series series, List<String>... commands)
            throws IOException, InterruptedException {
        long before = Trees.sizeOf(options.data);
        double took = 0;
        for (List<String> command : commands) {
            took += run(run, command.toArray(String[]::new));
        }
        series.add(step, took, Trees.sizeOf(options.data) - before);
    }

    private double run(int run, String... command) throws IOException, InterruptedException {
        return MeasuredProcess.of(List.of(command), scratch, environment(run), Set.of(0))
                .millis();
    }
}
