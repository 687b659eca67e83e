package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Measures each capability on stores of growing size, as whole processes with a fixed heap: time, memory and time per
 * item compared with smaller stores.
 *
 * <pre>
 * aml-bench/scale [--items N,N,...] [--heap MB]
 * </pre>
 *
 * The time of a start, {@code aml agents} on an empty store, is subtracted before times are divided by items.
 */
public final class Scale {
    /** With limits, larger stores would cause different work, not only more. */
    private static final String NO_LIMIT = "1000GB";

    private final Path home;
    private final Path scratch;
    private final Map<String, String> environment;
    private final Map<String, List<MeasuredProcess>> measured = new LinkedHashMap<>();

    private Scale(Path home, Path scratch, int heap) {
        this.home = home;
        this.scratch = scratch;
        this.environment = Map.of(
                "LOOM_AML_JAVA_OPTIONS",
                "-Xmx" + heap + "m",
                // There is nobody to confirm, and a run that skips its removals would not measure them.
                "LOOM_AML_CONFIRM_UNATTENDED",
                "allow",
                "LOOM_AML_PRUNE_AGENT_LIMIT",
                NO_LIMIT,
                "LOOM_AML_PRUNE_TOTAL_LIMIT",
                NO_LIMIT);
    }

    /** The options of the command line. */
    static final class Options extends BenchOptions {
        @Option(
                names = "--items",
                defaultValue = "10000,100000,1000000",
                split = ",",
                description = "Sizes of the sample stores in items (${DEFAULT-VALUE}).")
        private int[] sizes = {};

        @Option(names = "--heap", defaultValue = "256", description = "Heap of each command in MB (${DEFAULT-VALUE}).")
        private int heap;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/scale", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            Scale scale = new Scale(Path.of(System.getProperty("aml.home")), scratch, options.heap);
            double start = scale.start();
            for (int size : options.sizes) {
                scale.measure(size);
            }
            scale.print(options.sizes, start);
        }
    }

    private double start() throws IOException, InterruptedException {
        Path empty = scratch.resolve("empty");
        run(empty, "init");
        run(empty, "agents");
        return run(empty, "agents").millis();
    }

    private void measure(int items) throws IOException, InterruptedException {
        Path folder = scratch.resolve("of-" + items);
        Path store = folder.resolve("memory");
        note("sample", run(store, "sample", "--items", Integer.toString(items), "--agents", "10", "--seed", "1"));
        age(store);
        each(store, "prune --dry-run", "optimize gc --dry-run", "maintain --dry-run", "monitor metrics");
        each(store, "monitor health", "migrate detect", "optimize index --rebuild", "optimize index");
        each(
                store,
                "search expire after confidence:>0.5",
                "optimize warm-cache",
                "backup create",
                "backup create --full");
        each(store, "backup verify", "backup drill");
        note("backup restore --target", run(store, "backup", "restore", "--target", "" + scratch.resolve("restored")));
        Trees.delete(scratch.resolve("restored"));
        each(store, "prune --no-backup", "undo --no-backup", "optimize gc --no-backup");
        age(store);
        each(store, "optimize compress --no-backup", "optimize decompress --no-backup");
        each(store, "migrate migrate --version 2.0.0 --no-backup", "maintain");
        Trees.delete(folder);
    }

    private void each(Path store, String... commands) throws IOException, InterruptedException {
        for (String command : commands) {
            note(command, run(store, command.split(" ")));
        }
    }

    private void note(String command, MeasuredProcess process) {
        measured.computeIfAbsent(command, _ -> new ArrayList<>()).add(process);
        System.err.printf(
                Locale.ROOT, "%-46s %9.0f ms %6.0f MB%n", command, process.millis(), process.peakKilobytes() / 1e3);
    }

    private MeasuredProcess run(Path store, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("aml").toString(), store.toString()));
        command.addAll(List.of(words));
        return MeasuredProcess.of(command, scratch, environment, Set.of(0, 1, 2, 3));
    }

    /** The age at which files are compressed by default. */
    private static void age(Path store) throws IOException {
        FileTime time = FileTime.from(Instant.now().minus(Duration.ofDays(60)));
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    private void print(int[] sizes, double start) {
        System.out.printf(
                Locale.ROOT,
                "heap %s, a start takes %.0f ms%n%n| command |",
                environment.get("LOOM_AML_JAVA_OPTIONS"),
                start);
        for (int size : sizes) {
            System.out.printf(Locale.ROOT, " %,d items |", size);
        }
        System.out.printf(" us an item | peak |%n|---|%s---|---|%n", "---|".repeat(sizes.length));
        measured.forEach((command, processes) -> {
            System.out.printf("| `%s` |", command);
            List<String> each = new ArrayList<>();
            for (int i = 0; i < processes.size(); i++) {
                double millis = processes.get(i).millis();
                System.out.printf(Locale.ROOT, " %.2f s |", millis / 1e3);
                each.add(String.format(Locale.ROOT, "%.2f", Math.max(0, millis - start) * 1e3 / sizes[i]));
            }
            System.out.printf(
                    Locale.ROOT,
                    " %s | %s MB |%n",
                    String.join(" · ", each),
                    String.join(
                            " · ",
                            processes.stream()
                                    .map(process -> Long.toString(process.peakKilobytes() / 1_000))
                                    .toList()));
        });
    }
}
