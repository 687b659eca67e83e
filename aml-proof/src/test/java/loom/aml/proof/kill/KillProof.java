package loom.aml.proof.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import loom.aml.proof.Witness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills (SIGKILL) the real launcher at random moments of all writing commands. The moments are spread over the measured
 * duration of the command. {@code -Daml.proof.seed} repeats the random choices of a run.
 */
class KillProof {
    private static final int KILLED = 128 + 9;
    private static final Duration STALE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);
    private final Random random = new Random(seed);
    private Tally tally = new Tally();

    @Test
    void kill_losesNothing_andTheNextRunSucceeds() throws Exception {
        List<Deed> deeds = new ArrayList<>(List.of(Deed.values()));
        Collections.shuffle(deeds, random);
        List<Deed> tried = deeds.subList(0, Effort.of(3, deeds.size()));
        int kills = Effort.of(2, 14);
        Effort.say("kill -9, seed " + seed);
        for (Deed deed : tried) {
            Path folder = Files.createDirectories(directory.resolve(deed.name()));
            Ground ground = Ground.of(deed, folder, seed);
            Tally before = tally;
            tally = new Tally();
            for (int i = 0; i < kills; i++) {
                // Most commands read longer than they write, so every second kill targets the writing phase.
                strike(deed, ground, (i + random.nextDouble()) / kills, i % 2 == 1);
            }
            Effort.say("  " + deed + ", " + ground.lasts().toMillis() + " ms: " + tally);
            tally = tally.and(before);
            Ground.delete(folder);
        }

        Effort.say("kill -9, seed " + seed + ": " + tally);
        assertThat(tally.kills()).isGreaterThanOrEqualTo(Effort.of(5, 200));
        assertThat(tally.midway()).as("kills that hit a run in the middle").isPositive();
    }

    @Test
    void kill_withALockHeld_keepsTheNextRunWaitingForNoLongerThanTheLockCountsAsAlive() throws Exception {
        Ground ground = Ground.of(Deed.PRUNE, directory, seed);
        List<Duration> waits = new ArrayList<>();
        int tries = 0;
        while (waits.size() < Effort.of(1, 3)) {
            assertThat(tries++).as("kills that should have left a lock behind").isLessThan(100);
            Path home = ground.freshCopy();
            Process process = new Launcher(home).start(ground.arguments(home));
            Witness witness = new Witness(Ground.store(home));
            while (process.isAlive() && witness.locks().isEmpty()) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            if (!witness.locks().isEmpty()) {
                String about = "killed while it held " + witness.locks();
                check(Deed.PRUNE, ground, home, about);
                waits.add(goOn(Deed.PRUNE, ground, home, STALE, about));
            }
            Ground.delete(home);
        }

        Effort.say("kill -9 with a lock held: the next run took "
                + waits.stream().map(Duration::toMillis).toList() + " ms");
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(STALE));
    }

    /**
     * Kills a run and repeats the command.
     *
     * @param share of the duration of the command, or of its writing phase
     */
    private void strike(Deed deed, Ground ground, double share, boolean isWriting)
            throws IOException, InterruptedException {
        Path home = ground.freshCopy();
        Process process = new Launcher(home).start(ground.arguments(home));
        long nanos = (long) (share * ground.lasts().toNanos());
        if (isWriting) {
            ground.awaitFirstFile(home, process);
            nanos = (long) (share * ground.writes().toNanos());
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
        process.destroyForcibly();
        int code = process.waitFor();
        if (code != KILLED) {
            // It ended before the kill, so it does not prove anything.
            Ground.delete(home);
            strike(deed, ground, share * random.nextDouble(), isWriting);
            return;
        }
        String about = deed + " killed " + nanos / 1_000_000 + " ms after "
                + (isWriting ? "its first file" : "its start") + ", seed " + seed + ", in " + home;
        boolean isLocked = check(deed, ground, home, about);
        goOn(deed, ground, home, isLocked ? STALE : Duration.ZERO, about);
        Ground.delete(home);
    }

    /** Checks the store after a kill; returns whether locks were left behind, which are awaited together. */
    private boolean check(Deed deed, Ground ground, Path home, String about) throws IOException {
        Witness witness = new Witness(Ground.store(home));
        boolean isLocked = !witness.locks().isEmpty();
        SortedMap<String, String> now = Ground.same(witness.texts());
        assertThat(ground.unsound()).as("%s: whole", about).containsAll(witness.unsound());
        now.forEach((path, text) -> assertThat(ground.isAllowed(path, text))
                .as("%s: %s is neither old nor new", about, path)
                .isTrue());
        assertThat(now.keySet()).as(about).containsAll(common(ground));
        tally.struck(left(ground, home, now), isLocked);
        checkNothingLost(deed, ground, witness, about);
        return isLocked;
    }

    /** Returns the files that exist both before and after. */
    private static Set<String> common(Ground ground) {
        Set<String> common = new HashSet<>(ground.before().keySet());
        common.retainAll(ground.after().keySet());
        return common;
    }

    private static Tally.Left left(Ground ground, Path home, SortedMap<String, String> now) throws IOException {
        if (now.equals(ground.after()) && !now.equals(ground.before())) {
            return Tally.Left.ALL;
        }
        return now.equals(ground.before()) && ground.isUntouched(home) ? Tally.Left.NOTHING : Tally.Left.PART;
    }

    private static void checkNothingLost(Deed deed, Ground ground, Witness witness, String about) throws IOException {
        Witness.Copies copies = witness.copies();
        assertThat(copies.faults()).as(about).isEmpty();
        if (!deed.rotates()) {
            assertThat(copies.ids()).as(about).containsAll(ground.copies().ids());
        }
        Set<String> held = new HashSet<>(witness.memories());
        held.addAll(witness.archived());
        held.addAll(copies.memories());
        Set<String> lost = new HashSet<>(ground.memories());
        lost.removeAll(held);
        assertThat(lost.size())
                .as("%s: lost %s", about, lost.stream().limit(2).toList())
                .isZero();
    }

    /** The maximum duration without waiting for a lock, on a busy machine. */
    private static Duration patience(Ground ground) {
        return ground.lasts().multipliedBy(10).plusSeconds(10);
    }

    /** Checks that the next run completes the work, and waits at most until the abandoned lock is stale. */
    private Duration goOn(Deed deed, Ground ground, Path home, Duration locked, String about)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Launcher.Result next = new Launcher(home).run(ground.arguments(home));
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        assertThat(next.code()).as("%s, the next run: %s", about, next).isIn(deed.wellEnded());
        assertThat(time).as(about).isLessThan(locked.plus(patience(ground)));
        tally.nextRun(time);
        Witness witness = new Witness(Ground.store(home));
        assertThat(ground.unsettled(Ground.same(witness.texts())))
                .as("%s: not what the run makes of it, after %s", about, next)
                .isEmpty();
        assertThat(witness.locks()).as(about).isEmpty();
        assertThat(witness.leftovers()).as(about).isEmpty();
        checkNothingLost(deed, ground, witness, about);
        return time;
    }
}
