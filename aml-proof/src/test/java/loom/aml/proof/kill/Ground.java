package loom.aml.proof.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.proof.Launcher;
import loom.aml.proof.Witness;
import loom.aml.proof.fault.Now;

/** A sample store for one command, with the result and the duration of the command without a kill. */
final class Ground {
    private static final int MEASURED = 3;
    private static final int PARTIAL = 3;
    private static final Pattern MOMENT = Pattern.compile("\"(last_modified|migrated_at)\": ?\"[^\"]*\"");

    private final Deed deed;
    private final Path template;
    private final Path scratch;
    private final long files;
    private final long lasts;
    private final long writes;
    private final SortedMap<String, String> before;
    private final SortedMap<String, String> after;
    private final SortedMap<String, String> settled;
    private final Map<String, Set<String>> seenOnTheWay = new HashMap<>();
    private final Set<String> memories;
    private final Set<String> unsound;
    private final Witness.Copies copies;
    private int copied;

    private Ground(Deed deed, Path template, Path scratch) throws IOException, InterruptedException {
        this.deed = deed;
        this.template = template;
        this.scratch = scratch;
        Witness witness = new Witness(store(template));
        before = same(witness.texts());
        memories = witness.memories();
        unsound = witness.unsound();
        copies = witness.copies();
        assertThat(copies.faults()).isEmpty();
        allow(before);
        files = files(template);
        List<Long> times = new ArrayList<>();
        List<Long> writing = new ArrayList<>();
        SortedMap<String, String> reached = before;
        SortedMap<String, String> reachedAgain = before;
        for (int i = 0; i < MEASURED; i++) {
            Path home = freshCopy();
            long began = System.nanoTime();
            Process process = new Launcher(home).start(arguments(home));
            awaitFirstFile(home, process);
            long wrote = System.nanoTime();
            assertThat(process.waitFor()).as(deed.command()).isZero();
            times.add(System.nanoTime() - began);
            writing.add(System.nanoTime() - wrote);
            reached = same(new Witness(store(home)).texts());
            if (deed.settlesInTwo()) {
                run(home, deed.command());
            }
            reachedAgain = same(new Witness(store(home)).texts());
            delete(home);
        }
        after = reached;
        settled = reachedAgain;
        allow(after);
        for (String stage : deed.stages()) {
            Path home = freshCopy();
            // A stage of a repair leaves the damaged file as it is, and says so.
            run(home, stage, deed.beginsDamaged() ? PARTIAL : 0);
            allow(same(new Witness(store(home)).texts()));
            delete(home);
        }
        lasts = median(times);
        writes = median(writing);
    }

    /** Creates and prepares a sample store in a folder. */
    static Ground of(Deed deed, Path folder, long seed) throws IOException, InterruptedException {
        Path template = Files.createDirectories(folder.resolve("template"));
        List<String> sample = new ArrayList<>(List.of("sample", store(template).toString(), "--items", "600"));
        sample.addAll(List.of("--agents", "4", "--seed", Long.toString(seed)));
        if (deed.beginsWithGzip()) {
            sample.add("--gzip");
        }
        Launcher.Result made = new Launcher(template).run(sample.toArray(String[]::new));
        assertThat(made.code()).as(made.toString()).isZero();
        for (String step : deed.preparation()) {
            if (step.equals(Deed.DAMAGE)) {
                damage(store(template));
            } else {
                run(template, step);
            }
        }
        return new Ground(deed, template, folder);
    }

    /** Truncates a collection, as a full disk does. */
    private static void damage(Path store) throws IOException {
        Path whole = collections(store).getFirst();
        try (FileChannel file = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            file.truncate(file.size() * 2 / 3);
        }
        // Ages the files, because aml does not change a file that may still be written.
        Files.setLastModifiedTime(whole, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    private static List<Path> collections(Path store) throws IOException {
        try (Stream<Path> all = Files.walk(store)) {
            return all.filter(path -> path.endsWith("patterns.json")).sorted().toList();
        }
    }

    private static void run(Path home, String command) throws IOException, InterruptedException {
        run(home, command, 0);
    }

    private static void run(Path home, String command, int code) throws IOException, InterruptedException {
        Launcher.Result result = new Launcher(home).run(arguments(home, command));
        assertThat(result.code()).as("%s: %s", command, result).isEqualTo(code);
    }

    static Path store(Path home) {
        return home.resolve(".loom/memory");
    }

    /** Returns the words of the command for the store in a folder. */
    String[] arguments(Path home) throws IOException {
        return arguments(home, deed.command());
    }

    private static String[] arguments(Path home, String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(store(home).toString()));
        words.addAll(Arrays.asList(command.split(" ", -1)));
        int first = words.indexOf("@FIRST");
        if (first >= 0) {
            words.set(first, firstSnapshot(home));
        }
        words.add("--quiet");
        return words.toArray(String[]::new);
    }

    private static String firstSnapshot(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".json.zst"))
                    .map(name -> name.replaceFirst("(\\.[0-9]+)?\\.json\\.zst$", ""))
                    .min(String::compareTo)
                    .orElseThrow();
        }
    }

    /** Copies the original store to a new folder, with times, owners and modes. */
    Path freshCopy() throws IOException, InterruptedException {
        Path copy = scratch.resolve("home-" + copied++);
        int code = new ProcessBuilder("cp", "-a", template.toString(), copy.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
        return copy;
    }

    static void delete(Path home) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("rm", "-rf", home.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Returns whether a folder has as many files as before. */
    boolean isUntouched(Path home) throws IOException {
        return files(home) == files;
    }

    /** Returns the duration of the command. */
    Duration lasts() {
        return Duration.ofNanos(lasts);
    }

    /** Files that were damaged before anything was killed. */
    Set<String> unsound() {
        return unsound;
    }

    /** Returns the duration from the first file that it creates. */
    Duration writes() {
        return Duration.ofNanos(writes);
    }

    /** Waits until the command creates or removes a file, or ends. */
    void awaitFirstFile(Path home, Process process) throws IOException {
        while (process.isAlive() && files(home) == files) {
            Thread.onSpinWait();
        }
    }

    /** Returns the files in a folder, without lock files of the operating system. */
    static long files(Path home) throws IOException {
        long[] count = {0};
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                count[0] += String.valueOf(file.getFileName()).endsWith("-lock") ? 0 : 1;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return count[0];
    }

    private static long median(List<Long> times) {
        times.sort(null);
        return times.get(times.size() / 2);
    }

    Set<String> memories() {
        return memories;
    }

    Witness.Copies copies() {
        return copies;
    }

    SortedMap<String, String> before() {
        return before;
    }

    SortedMap<String, String> after() {
        return after;
    }

    /** Returns the files that are not a result of one or two runs of the command. */
    Set<String> unsettled(SortedMap<String, String> now) {
        Set<String> paths = new HashSet<>(now.keySet());
        paths.addAll(after.keySet());
        paths.removeIf(path ->
                Objects.equals(now.get(path), after.get(path)) || Objects.equals(now.get(path), settled.get(path)));
        return paths;
    }

    /** Returns whether this state of a file is valid during the command, and therefore after a kill. */
    boolean isAllowed(String path, String text) {
        return seenOnTheWay.getOrDefault(path, Set.of()).contains(text);
    }

    private void allow(SortedMap<String, String> state) {
        state.forEach((path, text) ->
                seenOnTheWay.computeIfAbsent(path, _ -> new HashSet<>()).add(text));
    }

    /** Returns texts without the time of a migration and the ids that gc draws, which differ each time. */
    static SortedMap<String, String> same(SortedMap<String, String> texts) {
        texts.remove("config/schema_version.json");
        texts.replaceAll((_, text) -> Now.withoutGivenIds(MOMENT.matcher(text).replaceAll("\"$1\":\"\"")));
        return texts;
    }
}
