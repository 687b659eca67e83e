package loom.aml.proof.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import loom.aml.proof.CProgram;
import loom.aml.proof.Difference;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import loom.aml.proof.Tool;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Root maintains the store of a user who replaces its directories by links meanwhile: the user does not obtain data
 * that only root may read, and no file of root is created, replaced or removed. {@code -Daml.proof.seed} repeats the
 * random choices of a run.
 */
class SwapProof {
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup create --full",
                "optimize gc --no-backup",
                "optimize gc --repair",
                "maintain",
                "backup restore",
                "undo"
            })
    void root_onAStoreWhoseDirectoriesAreSwappedForLinks_neitherReadsNorWritesOutside(String command) throws Exception {
        assumeTrue(Tool.isRoot(), "only root has somebody else's store to maintain");
        assumeTrue(Tool.has("setpriv"), "setpriv is not installed");
        Trap trap = new Trap(directory);
        Path program = CProgram.program("/swap/swap.c", directory);
        Launcher launcher = new Launcher(trap.home());
        // A snapshot to restore and a run to undo.
        assertThat(launcher.run("backup", "create").code()).isZero();
        launcher.run("prune", "--no-backup");
        trap.keep();
        SortedMap<String, String> before = trap.ofRoot();
        Random random = new Random(seed);
        int runs = 0;
        long swaps = 0;
        while (swaps < Effort.of(1, 100_000) || runs < 2) {
            trap.set();
            String about = command + ", run " + ++runs + ", seed " + seed + ": ";
            try (Swapper swapper = Swapper.start(program, trap.store(), trap.agents(), random)) {
                long began = System.nanoTime();
                about += launcher.run(command.split(" "));
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .as(about)
                        .isLessThan(PATIENCE);
                swaps += swapper.swaps();
            }
            assertThat(about).doesNotContain("internal error");
            assertThat(trap.leaks()).as(about).isEmpty();
            assertThat(Difference.between(before, trap.ofRoot())).as(about).isEmpty();
        }
        Effort.say("swaps, " + command + ", seed " + seed + ": " + runs + " runs, " + swaps + " swaps");
    }
}
