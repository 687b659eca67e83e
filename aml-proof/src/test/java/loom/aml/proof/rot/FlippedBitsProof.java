package loom.aml.proof.rot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.TestStore;
import loom.aml.cli.ExitCode;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.proof.Difference;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;
import loom.aml.proof.Witness;
import loom.aml.proof.fault.Beginning;
import loom.aml.proof.fault.Now;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Flips one bit of one file: no command reports success after incomplete or different work, and no item is lost. {@code
 * -Daml.proof.seed} repeats the random choices of a run.
 */
class FlippedBitsProof {
    private static final List<String> COMMANDS = List.of(
            "undo RUN",
            "backup restore",
            "backup verify --all",
            "maintain",
            "search pattern --json",
            "history --json",
            "monitor health");
    private static final Pattern ID = Pattern.compile("\"id\": ?\"([^\"]*)\"");
    private static final Pattern RUN = Pattern.compile("/(?:runs|archives)/(\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{4})");

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);
    private final Random random = new Random(seed);
    private boolean isInterrupted;
    private final Map<String, Told> undisturbed = new HashMap<>();

    /** A flipped bit and the command that encounters it. */
    private record Point(String file, long bit, String command) {}

    /** The output of a command and the state of the store afterwards. */
    private record Told(Shell.Result result, SortedMap<String, String> texts) {}

    @Test
    void bit_flippedInAnyFile_isDetected_orHarmless() throws Exception {
        Aged settled = Aged.endingWith("prune", directory.resolve("origin"));
        attack("flipped bits", settled, points(settled, Effort.of(1, 12), Effort.of(1, COMMANDS.size())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prune",
                "optimize gc",
                "optimize gc --repair",
                "optimize compress --age-days 0",
                "maintain",
                "migrate migrate",
                "backup restore"
            })
    void bit_flippedInAnArchive_isDetectedByUndo(String last) throws IOException {
        Aged aged = Aged.endingWith(last, directory.resolve("origin"));
        assertThat(undisturbed(aged, "undo").result().code())
                .as(undisturbed.toString())
                .isEqualTo(ExitCode.DONE);
        List<Point> points = new ArrayList<>();
        for (String file : aged.ofTheLastRun()) {
            long length = Files.size(directory.resolve("origin").resolve(file));
            for (int i = 0; i < Effort.of(2, 100); i++) {
                points.add(new Point(file, random.nextLong(length * Byte.SIZE), "undo"));
            }
        }
        attack("flipped bits, undo of " + last, aged, points);
    }

    @Test
    void bit_flippedAfterAnInterruptedRun_losesNothing() throws Exception {
        Aged interrupted = Aged.interrupted(directory.resolve("origin"));
        isInterrupted = true;
        assertThat(interrupted.files().keySet())
                .anyMatch(file -> file.endsWith(".journal"))
                .anyMatch(file -> file.endsWith(".new"));
        attack(
                "flipped bits after a kill",
                interrupted,
                points(interrupted, Effort.of(1, 12), Effort.of(1, COMMANDS.size())));
    }

    private void attack(String about, Aged aged, List<Point> points) throws IOException {
        List<String> broken = new ArrayList<>();
        int noticed = 0;
        for (Point point : points) {
            try {
                noticed += strike(aged, point) ? 1 : 0;
            } catch (Throwable e) {
                broken.add(point + ": " + e);
                Effort.say("BROKEN: " + broken.getLast());
                if (!Effort.isFull()) {
                    throw new AssertionError(point + ", seed " + seed, e);
                }
            } finally {
                Beginning.drop(directory.resolve("play"));
            }
        }
        Effort.say(about + ", seed " + seed + ": " + points.size() + " points tried in files of "
                + aged.files().size() + " kinds, " + noticed + " said so");
        assertThat(broken).as("seed " + seed).isEmpty();
    }

    private List<Point> points(Aged aged, int bits, int commands) throws IOException {
        List<Point> points = new ArrayList<>();
        for (List<String> files : aged.files().values()) {
            String file = files.get(random.nextInt(files.size()));
            long length = Files.size(directory.resolve("origin").resolve(file));
            for (int i = 0; i < bits; i++) {
                List<String> chosen = new ArrayList<>(COMMANDS);
                Collections.shuffle(chosen, random);
                for (String command : chosen.subList(0, commands)) {
                    points.add(new Point(file, random.nextLong(length * Byte.SIZE), command));
                }
            }
        }
        return points;
    }

    private boolean strike(Aged aged, Point point) throws IOException {
        Path play = directory.resolve("play");
        String command = command(point);
        Told expected = undisturbed(aged, command);
        TestStore store = aged.copy(play);
        Path file = play.resolve(point.file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (point.bit / Byte.SIZE)] ^= (byte) (1 << point.bit % Byte.SIZE);
        FileTime times = Files.getLastModifiedTime(file);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, times);
        Set<String> before = new Witness(store.root()).memories();

        Told told = run(play, command);

        assertThat(told.result().toString()).doesNotContain("internal error");
        requireNothingLost(store, before, told);
        if (told.result().code() == ExitCode.DONE) {
            requireAllDone(point, told, expected);
        } else {
            assertThat(told.result().out() + told.result().err()).as("says why").isNotBlank();
        }
        return told.result().code() != expected.result().code();
    }

    /** The run to undo is the one whose file has the flipped bit. */
    private static String command(Point point) {
        Matcher run = RUN.matcher(point.file);
        return point.command.replace(" RUN", run.find() ? " " + run.group(1) : "");
    }

    private Told undisturbed(Aged aged, String command) throws IOException {
        Told known = undisturbed.get(command);
        if (known == null) {
            Path play = directory.resolve("play");
            aged.copy(play);
            known = run(play, command);
            undisturbed.put(command, known);
            Beginning.drop(play);
        }
        return known;
    }

    private static Told run(Path play, String command) throws IOException {
        Shell.Result result = Aged.shell(play).run(command.split(" "));
        SortedMap<String, String> texts = new Witness(play.resolve(".loom/memory")).texts();
        texts.replaceAll((_, text) -> Now.masked(text));
        return new Told(result, texts);
    }

    private void requireNothingLost(TestStore store, Set<String> before, Told told) throws IOException {
        Witness witness = new Witness(store.root());
        Set<String> lost = new HashSet<>(before);
        lost.removeAll(witness.memories());
        if (!lost.isEmpty()) {
            lost.removeAll(witness.archived());
        }
        if (!lost.isEmpty() && isInterrupted) {
            // The next run finishes the migration, which rewrites the same item.
            Set<String> ids = new HashSet<>();
            witness.memories().forEach(text -> ids.add(id(text)));
            witness.archived().forEach(text -> ids.add(id(text)));
            lost.removeIf(text -> ids.contains(id(text)));
        }
        if (!lost.isEmpty()) {
            lost.removeAll(witness.copies().memories());
        }
        assertThat(lost).as("lost: %s", told.result()).isEmpty();
    }

    private static String id(String item) {
        Matcher id = ID.matcher(item);
        return id.find() ? id.group(1) : item;
    }

    private void requireAllDone(Point point, Told told, Told expected) {
        boolean isInStore = point.file.startsWith(".loom/memory/");
        boolean isSetting = point.file.endsWith("aml.toml");
        String about = told.result().toString();
        if (isInStore || isSetting) {
            // The flip resulted in another valid store or policy, for which the result is correct.
            return;
        }
        switch (point.command.split(" ")[0]) {
            case "undo", "maintain" ->
                assertThat(Difference.between(expected.texts(), told.texts()))
                        .as(about)
                        .isEmpty();
            case "search" -> assertThat(hits(told)).as(about).isEqualTo(hits(expected));
            case "history" ->
                assertThat(told.result().out())
                        .as(about)
                        .isEqualTo(expected.result().out());
            case "backup" -> {
                if (point.command.contains("verify")) {
                    if (isInterrupted && point.file.contains("/archives/")) {
                        // Referenced by a journal, but not yet by a record.
                        return;
                    }
                    assertThat(point.file).as(about).doesNotContain("/generations/", "/runs/", "/archives/");
                } else {
                    assertThat(Difference.between(expected.texts(), told.texts()))
                            .as(about)
                            .isEmpty();
                }
            }
            default ->
                assertThat(told.result().code()).isEqualTo(expected.result().code());
        }
    }

    private static List<String> hits(Told told) {
        try {
            return JsonObject.parse(told.result().out()).objects("hits").stream()
                    .map(hit -> hit.string("id").orElse("?"))
                    .toList();
        } catch (JsonSyntaxException e) {
            throw new AssertionError(told.result().toString(), e);
        }
    }
}
