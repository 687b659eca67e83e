package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/**
 * Compares encrypted copies of backups with plain ones, as whole processes in the same run: the copy of a full backup to an empty folder, and the
 * restore from the copy to an empty folder. The time of a full backup is that of {@code backup create} and the copy.
 *
 * <pre>
 * aml-bench/copies [--items N] [--runs N]
 * </pre>
 */
public final class CopyFigures {
    private final List<String> program;
    private final Path scratch;

    private CopyFigures(List<String> program, Path scratch) {
        this.program = program;
        this.scratch = scratch;
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
        Options options = BenchOptions.parse(new Options(), "aml-bench/copies", arguments);
        Path home = Path.of(System.getProperty("aml.home", "."));
        String program = System.getProperty("aml.program", home.resolve("aml").toString());
        try (Scratch folder = Scratch.create()) {
            new CopyFigures(List.of(program), folder.path()).measure(options.items, options.runs);
        }
    }

    /** The times of one kind of copy. */
    private static final class Series {
        private final List<Double> full = new ArrayList<>();
        private final List<Double> copy = new ArrayList<>();
        private final List<Double> restore = new ArrayList<>();
    }

    private void measure(int items, int runs) throws IOException, InterruptedException {
        Path store = scratch.resolve("memory");
        aml("sample", store.toString(), "--items", Integer.toString(items), "--agents", "10", "--seed", "1");
        aml(store.toString(), "backup", "create");
        aml(store.toString(), "backup", "key", "add");
        Series plain = new Series();
        Series encrypted = new Series();
        for (int run = -1; run < runs; run++) {
            time(store, "plain", run < 0 ? new Series() : plain);
            time(store, "encrypted", run < 0 ? new Series() : encrypted);
        }
        System.out.printf(Locale.ROOT, "%,d items, %.1f MB, medians of %d%n", items, Trees.sizeOf(store) / 1e6, runs);
        line("create and copy", plain.full, encrypted.full);
        line("copy", plain.copy, encrypted.copy);
        line("restore --from", plain.restore, encrypted.restore);
    }

    private static void line(String what, List<Double> plain, List<Double> encrypted) {
        System.out.printf(
                Locale.ROOT,
                "%-16s plain %7.0f ms   encrypted %7.0f ms   %.2f x%n",
                what,
                Timings.median(plain),
                Timings.median(encrypted),
                Timings.median(encrypted) / Timings.median(plain));
    }

    private void time(Path store, String kind, Series series) throws IOException, InterruptedException {
        Path copy = scratch.resolve(kind);
        Path restored = scratch.resolve("restored");
        Path backups = store.resolveSibling("memory-backup");
        Trees.delete(copy);
        Trees.delete(backups);
        List<String> words = new ArrayList<>(List.of(store.toString(), "backup", "copy", copy.toString()));
        if (kind.equals("plain")) {
            words.add("--plain");
        }
        double create = Timings.millis(() -> aml(store.toString(), "backup", "create"));
        double copying = Timings.millis(() -> aml(words.toArray(String[]::new)));
        series.copy.add(copying);
        series.full.add(create + copying);
        series.restore.add(Timings.millis(() -> aml(
                store.toString(), "backup", "restore", "--from", copy.toString(), "--target", restored.toString())));
        Trees.delete(restored);
    }

    private void aml(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", scratch.resolve("home").toString());
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException("exit code " + code + ": " + String.join(" ", command));
        }
    }
}
