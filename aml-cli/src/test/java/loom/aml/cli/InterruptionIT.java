package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are stopped by a signal, somewhere on their way. */
class InterruptionIT {
    private static final long SEED = Long.getLong("aml.seed", System.nanoTime());

    @TempDir
    private Path directory;

    @BeforeEach
    void store() throws Exception {
        assertThat(Launcher.aml(directory, "sample", "store", "--items", "8000", "--seed", "1")
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prune",
                "prune --dry-run",
                "optimize gc",
                "optimize compress --age-days 0",
                "optimize index",
                "optimize all",
                "search pattern",
                "maintain",
                "backup create",
                "backup auto",
                "migrate migrate --version 1.2.0",
                "monitor metrics",
                "monitor report"
            })
    void signal_leavesTheStoreWholeAndIsAnswered(String words) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED ^ words.hashCode());
        for (String signal : List.of("INT", "TERM")) {
            long pause = random.nextLong(400);
            Launcher.Result result = interrupted(words, signal, pause);
            String how = words + ", " + signal + " after " + pause + " ms, -Daml.seed=" + SEED;
            if (result.code() > 128) {
                assertThat(result.code()).as(how).isEqualTo(signal.equals("INT") ? 130 : 143);
                // It may come after the last word, when there is nothing more to be interrupted.
                assertThat(result.err().lines().toList().getLast())
                        .as(how)
                        .matches("aml: (interrupted; .*|[a-z -]+ ends with .*)");
            } else {
                assertThat(result.code()).as(how).isIn(0, 1, 2, 3);
            }
        }
        assertThat(Launcher.aml(directory, "store", "optimize", "gc", "--dry-run")
                        .err())
                .as(words)
                .isEmpty();
        Launcher.Result next = Launcher.aml(directory, "store", "maintain");
        assertThat(next.code()).as(words + "\n" + next.out() + next.err()).isZero();
    }

    private Launcher.Result interrupted(String words, String signal, long pause) throws Exception {
        List<String> command = new ArrayList<>();
        // Whoever starts the tests in the background may have told us to ignore interrupts.
        command.addAll(List.of("env", "--default-signal=INT,TERM"));
        command.add(Launcher.HOME.resolve("aml").toString());
        command.add("store");
        command.addAll(List.of(words.split(" ")));
        command.add("--verbose");
        Path err = directory.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        // Before that there is nothing to be interrupted.
        while (process.isAlive() && !Files.readString(err).contains(" begins")) {
            Thread.sleep(10);
        }
        if (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
            Launcher.run(directory, Map.of(), List.of("sh", "-c", "kill -" + signal + " " + process.pid()));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Launcher.Result(process.exitValue(), "", Files.readString(err, StandardCharsets.UTF_8));
    }
}
