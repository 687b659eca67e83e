package loom.aml.proof.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import loom.aml.TestStore;
import loom.aml.backup.FolderContents;
import loom.aml.cli.ExitCode;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.FileName;
import loom.aml.io.LocalDisk;
import loom.aml.proof.Difference;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;
import loom.aml.proof.fault.Beginning;
import loom.aml.proof.fault.Operation;
import loom.aml.proof.fault.Truth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs each writing command on a store whose names are not text or are misleading. {@code -Daml.proof.seed} repeats the
 * random choices.
 */
class OddNamesProof {
    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);

    @ParameterizedTest
    @MethodSource("loom.aml.proof.fault.Operation#chosen")
    void operation_onOddNames_losesNothing_andTheNextRunEndsWell(Operation operation) throws IOException {
        Random random = new Random(seed + operation.ordinal());
        List<String> names = new ArrayList<>(OddNames.ALL);
        Collections.shuffle(names, random);
        List<String> some = names.subList(0, Effort.of(3, names.size()));
        Beginning beginning =
                new Beginning(operation, directory.resolve("beginning"), store -> OddNames.fill(store, some));
        Path play = directory.resolve("play");
        Truth truth = new Truth(operation, beginning, play);
        assertThat(truth.undisturbed().toString()).doesNotContain("\u001b").doesNotContain("\u202e");
        List<FaultyDisk.Call> calls = new ArrayList<>(truth.calls());
        Collections.shuffle(calls, random);
        int tried = 0;
        for (FaultyDisk.Call call : calls.subList(0, Math.min(calls.size(), Effort.of(1, 100)))) {
            FaultyDisk disk = new FaultyDisk().failingAt(call.number(), Fault.ERROR);
            tried++;
            try {
                TestStore store = beginning.copy(play);
                Shell.Result result = new Shell(play, disk).run(beginning.words());
                truth.requireHonest(store, result);
                truth.requireWhole(store);
                truth.requireSettled(store);
                truth.requireNextRunSucceeds(store);
            } catch (Throwable e) {
                throw new AssertionError(operation + " at " + call + ", seed " + seed + ", " + some, e);
            } finally {
                Beginning.drop(play);
            }
        }
        Effort.say("odd names, %s, seed %d: %d points tried".formatted(operation, seed, tried));
    }

    @Test
    void backup_givesEveryNameBack_toTheByte() throws IOException {
        TestStore store = TestStore.in(directory);
        OddNames.fill(store, OddNames.ALL);
        SortedMap<String, String> before = FolderContents.withoutTimes(store.root());
        Shell shell = new Shell(directory, new LocalDisk());

        Shell.Result backup = shell.run("backup", "auto");
        assertThat(backup.code()).as(backup.toString()).isEqualTo(ExitCode.DONE);
        for (String name : OddNames.ALL) {
            Beginning.drop(FileName.resolve(store.root(), name));
        }
        Beginning.drop(store.root().resolve("global"));
        Shell.Result target = shell.run("backup", "restore", "--target", "restored");
        assertThat(target.code()).as(target.toString()).isEqualTo(ExitCode.DONE);
        assertThat(Difference.between(before, FolderContents.withoutTimes(directory.resolve("restored"))))
                .isEmpty();

        Shell.Result restore = shell.run("backup", "restore");
        assertThat(restore.code()).as(restore.toString()).isEqualTo(ExitCode.DONE);
        assertThat(Difference.between(before, FolderContents.withoutTimes(store.root())))
                .isEmpty();
    }
}
