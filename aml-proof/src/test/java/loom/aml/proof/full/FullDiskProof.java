package loom.aml.proof.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.TestStore;
import loom.aml.cli.ExitCode;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import loom.aml.proof.Shell;
import loom.aml.proof.fault.Beginning;
import loom.aml.proof.fault.Operation;
import loom.aml.proof.fault.Truth;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the real launcher on a real file system that is full or nearly full. */
class FullDiskProof {
    private static final List<Long> ROOM = List.of(0L, 4_096L, 12_288L, 24_576L, 49_152L);

    private static int tried;
    private static int full;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("loom.aml.proof.fault.Operation#chosen")
    void operation_onAFullDisk_saysSo_andTheStoreIsWhatItWas(Operation operation) throws Exception {
        Beginning beginning = new Beginning(operation, directory.resolve("beginning"));
        Truth truth = new Truth(operation, beginning, directory.resolve("play"));
        for (long room : Effort.sample(ROOM, ROOM.size(), operation.ordinal())) {
            Optional<SmallDisk> mounted = SmallDisk.mount(directory.resolve("small"), "3m");
            assumeTrue(mounted.isPresent(), "mounting a small file system takes root");
            try (SmallDisk disk = mounted.get()) {
                fill(disk, room, beginning, truth);
            } catch (Throwable e) {
                throw new AssertionError(operation + " with room for " + room + " bytes", e);
            }
            tried++;
        }
    }

    private static void fill(SmallDisk disk, long room, Beginning beginning, Truth truth)
            throws IOException, InterruptedException {
        Path play = Files.createDirectory(disk.directory().resolve("play"));
        TestStore store = beginning.copy(play);
        disk.leave(room);
        Launcher.Result real = new Launcher(play).run(beginning.words());
        Shell.Result result = real.inShell();
        truth.requireHonest(store, result);
        truth.requireWhole(store);
        truth.requireRoomGivenBack(store);
        if (result.code() == ExitCode.FAILED) {
            full++;
            assertThat((real.out() + real.err()).toLowerCase(Locale.ROOT)).contains("no space left");
        }
        disk.relieve();
        truth.requireSettled(store);
        truth.requireNextRunSucceeds(store);
    }

    @AfterAll
    static void someWereFull() {
        Effort.say("full disk: " + tried + " runs, " + full + " of them out of room");
        assertThat(full).isGreaterThanOrEqualTo(tried / 4);
    }
}
