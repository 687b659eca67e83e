package loom.aml.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.Backup;
import loom.aml.backup.BackupPolicy;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.io.LocalDisk;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import picocli.CommandLine.Option;

/**
 * Simulates a month of hourly {@code backup auto} on a store of which 1 % of the items are edited each hour. Measures
 * the sizes of the repository and of manifests, and the time to restore the newest snapshot compared with a fresh full
 * one, before and after it is repacked, as whole processes.
 *
 * <pre>
 * aml-bench/backup-history [--items N] [--hours N]
 * </pre>
 */
public final class BackupHistory {
    private static final Pattern EDITED = Pattern.compile("(\"(?:technique|fixApproach|chosenOption)\"\\s*:\\s*\")");
    private static final int RUNS = 7;

    private final Path home;
    private final Path scratch;
    private final Random random = new Random(20_261_123);

    private BackupHistory(Path home, Path scratch) {
        this.home = home;
        this.scratch = scratch;
    }

    /** The options of the command line. */
    static final class Options extends ItemsOptions {
        @Option(names = "--hours", defaultValue = "720", description = "Number of hourly snapshots (${DEFAULT-VALUE}).")
        private int hours;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/backup-history", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            new BackupHistory(Path.of(System.getProperty("aml.home")), scratch).measure(options.items, options.hours);
        }
    }

    private void measure(int items, int hours) throws IOException, InterruptedException {
        Path store = scratch.resolve("memory");
        aml(store, "sample", "--items", Integer.toString(items), "--agents", "10", "--seed", "1");
        Path repository = scratch.resolve("memory-backup");
        Instant[] now = {Instant.parse("2026-01-01T00:30:00Z")};
        StorePaths place = StorePaths.of(new LocalDisk(), store, StoreOptions.DEFAULT.withClock(() -> now[0]));
        TreeMap<Integer, Long> manifests = new TreeMap<>();
        String generation = "";
        int increment = 0;
        long largest = 0;
        for (int hour = 0; hour < hours; hour++) {
            try (Backup backup = Backup.of(place, random)) {
                AutoBackup.Result result = new AutoBackup(backup, BackupPolicy.DEFAULT).run(SnapshotRequest.DEFAULT);
                if (!result.isComplete()) {
                    throw new IOException(
                            "hour " + hour + ": " + result.verification().findings());
                }
                var name = result.snapshot().manifest().name();
                increment = name.generation().equals(generation) ? increment + 1 : 0;
                generation = name.generation();
                long size = Files.size(repository.resolve("aml").resolve(name.object()));
                largest = Math.max(largest, size);
                manifests.putIfAbsent(increment, size);
                if (hour % 120 == 119) {
                    System.out.printf(
                            Locale.ROOT,
                            "hour %d: %,d snapshots, repository %.1f MB%n",
                            hour + 1,
                            backup.repository().snapshots().size(),
                            sizeOf(repository) / 1e6);
                }
            }
            edit(store);
            now[0] = now[0].plus(Duration.ofHours(1));
        }
        System.out.printf(
                Locale.ROOT,
                "manifests: full %,d B, first increment %,d B, hundredth %,d B, largest %,d B%n",
                manifests.get(0),
                manifests.getOrDefault(1, 0L),
                manifests.getOrDefault(100, 0L),
                largest);
        double chained = restore(store);
        double before = sizeOf(repository) / 1e6;
        long began = System.nanoTime();
        aml(store, "backup", "repack", "--all");
        System.out.printf(
                Locale.ROOT,
                "repack: %.1f s, repository %.1f MB, before %.1f MB%n",
                (System.nanoTime() - began) / 1e9,
                sizeOf(repository) / 1e6,
                before);
        double repacked = restore(store);
        aml(store, "backup", "create", "--full");
        double fresh = restore(store);
        System.out.printf(
                Locale.ROOT,
                "restore: newest of %d increments %.0f ms, fresh full %.0f ms, ratio %.2f%n",
                increment,
                chained,
                fresh,
                chained / fresh);
        System.out.printf(
                Locale.ROOT,
                "restore after repack: newest of %d increments %.0f ms, ratio %.2f%n",
                increment,
                repacked,
                repacked / fresh);
    }

    private double restore(Path store) throws IOException, InterruptedException {
        double[] times = new double[RUNS];
        for (int run = -1; run < RUNS; run++) {
            Path target = scratch.resolve("restored");
            long began = System.nanoTime();
            aml(store, "backup", "restore", "--target", target.toString());
            times[Math.max(0, run)] = (System.nanoTime() - began) / 1e6;
            Trees.delete(target);
        }
        Arrays.sort(times);
        return times[RUNS / 2];
    }

    private void aml(Path store, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("aml").toString(), store.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("exit " + process.exitValue() + " of " + command);
        }
    }

    /** Edits 1 % of the items in place and replaces the files as the runtime does. */
    private void edit(Path store) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(store)) {
            files = all.filter(file -> file.toString().matches(".*/(patterns|solutions|decisions)\\.json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            String edited = EDITED.matcher(text)
                    .replaceAll(match -> match.group(1) + (random.nextInt(100) == 0 ? random.nextInt(1000) + " " : ""));
            Path part = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(part, edited.getBytes(StandardCharsets.UTF_8));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static long sizeOf(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
