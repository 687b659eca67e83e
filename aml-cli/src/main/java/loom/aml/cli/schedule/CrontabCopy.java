package loom.aml.cli.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.job.JobKind;
import loom.aml.cli.Session;
import loom.aml.io.Disk;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;
import loom.aml.io.UserFolders;

/**
 * A copy of the blocks that aml entered into the crontab. A server that runs as a service uses it if it may not read the crontab: the
 * program {@code crontab} needs the rights of another group, which a process without new privileges does not get.
 *
 * <pre>
 * &lt;state&gt;/aml/schedule/crontab   the blocks, as CrontabText describes them
 * </pre>
 */
final class CrontabCopy {
    private static final long LARGEST = 1_000_000;

    private final Disk disk;
    private final Optional<Path> named;

    CrontabCopy(Session session) {
        this.disk = session.disk();
        this.named = new UserFolders(session.environment().variables())
                .state()
                .map(state -> state.resolve("aml").resolve("schedule").resolve("crontab"));
    }

    /** Returns the file; empty without a home, and in the home of another user, as when root works for the owner of a store. */
    private Optional<Path> file() throws IOException {
        try {
            if (named.isPresent()) {
                disk.state(named.get());
            }
            return named;
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /** Replaces the block of a store. */
    void put(Schedule schedule) throws IOException {
        Optional<Path> file = file();
        if (file.isPresent()) {
            String before = disk.state(file.get()).isMissing() ? "" : read(file.get());
            Folders.create(disk, folderOf(file.get()));
            write(file.get(), CrontabText.with(before, schedule.store(), CrontabText.block(schedule)));
        }
    }

    /** Removes the block of a store. */
    void remove(String store) throws IOException {
        Optional<Path> file = file();
        if (file.isPresent() && !disk.state(file.get()).isMissing()) {
            write(file.get(), CrontabText.without(read(file.get()), store));
        }
    }

    /** Returns the jobs of a store; empty without a copy. */
    Optional<Set<JobKind>> jobs(String store) throws IOException {
        Optional<Path> file = file();
        return file.isEmpty() || disk.state(file.get()).isMissing()
                ? Optional.empty()
                : Optional.of(CrontabText.jobsOf(read(file.get()), store));
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "the file is in a folder");
    }

    private String read(Path file) throws IOException {
        return new String(SmallFile.read(disk, file, LARGEST), StandardCharsets.UTF_8);
    }

    private void write(Path file, String text) throws IOException {
        Replacement.writePrivately(disk, file, text.getBytes(StandardCharsets.UTF_8));
    }
}
