package loom.aml.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SplittableRandom;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Main;
import loom.aml.cli.Session;
import loom.aml.cli.World;
import loom.aml.io.Disk;
import loom.aml.io.PatientTicker;
import loom.aml.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * Runs command lines in this process, like the launcher, on a disk of the test. Time starts at {@link #BEGAN} and
 * advances by one second per command. A single thread works, so the same command makes the same calls in the same
 * order.
 */
public final class Shell {

    /** There is nobody to confirm, and runs that skip their removals would not prove anything. */
    public static final Map<String, String> CONSENT = Map.of("LOOM_AML_CONFIRM_UNATTENDED", "allow");

    /** The initial time of the clock. */
    public static final Instant BEGAN = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final Path directory;
    private final Disk disk;
    private Instant now = BEGAN;
    private @Nullable InstantSource clock;

    public Shell(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Sets another time. */
    public Shell at(Instant time) {
        now = time;
        return this;
    }

    /** Sets the clock of all later commands. */
    public Shell by(InstantSource other) {
        clock = other;
        return this;
    }

    /** The result of a command. */
    public record Result(ExitCode code, String out, String err) {
        @Override
        public String toString() {
            return code + "\n" + out + err;
        }
    }

    public Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);
        Instant time = now;
        now = now.plusSeconds(1);
        World world = new World(
                disk,
                clock == null ? InstantSource.fixed(time) : clock,
                () -> new SplittableRandom(time.toEpochMilli()),
                Shell::treatment);
        Session session = new Session(print, new PrintStream(err, true, UTF_8), CONSENT, directory, world);
        ExitCode code = Main.run(arguments, session, print);
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Waits for a lock left by a crash advance the clock instead of sleeping. */
    private static StoreOptions treatment(StoreOptions options) {
        return options.withThreads(1).withTicker(new PatientTicker());
    }
}
