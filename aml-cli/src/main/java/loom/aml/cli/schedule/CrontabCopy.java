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
 * A copy of the blocks of aml in the crontab, as it was read last. A server that runs as a service uses it if it may not read the crontab:
 * the program {@code crontab} needs the rights of another group, which a process without new privileges does not get. Lines outside the
 * blocks are not copied, so that nothing is known of a store without a block.
 *
 * <pre>
 * &lt;state&gt;/aml/schedule/crontab   the blocks, as CrontabText describes them, byte for byte
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

    /** Returns whether there is a copy. */
    boolean isThere() throws IOException {
        Optional<Path> file = file();
        return file.isPresent() && !disk.state(file.get()).isMissing();
    }

    /** Keeps the blocks of a crontab that was read or written; without any, the copy is deleted. */
    void refresh(String crontab) throws IOException {
        Optional<Path> file = file();
        if (file.isEmpty()) {
            return;
        }
        String blocks = CrontabText.blocks(crontab);
        boolean isThere = isThere();
        if (blocks.isEmpty()) {
            if (isThere) {
                disk.delete(file.get());
            }
        } else if (!isThere || !blocks.equals(read(file.get()))) {
            Folders.create(disk, folderOf(file.get()));
            Replacement.writePrivately(disk, file.get(), blocks.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Returns the jobs in the block of a store; empty if they are unknown, because the copy or the block is absent. */
    Optional<Set<JobKind>> jobs(String store) throws IOException {
        Optional<Path> file = file();
        if (file.isEmpty() || !isThere()) {
            return Optional.empty();
        }
        return CrontabText.blockOf(read(file.get()), CrontabText.encoded(store))
                .map(block -> CrontabText.jobsOf(CrontabText.decoded(block), store));
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "the file is in a folder");
    }

    private String read(Path file) throws IOException {
        return new String(SmallFile.read(disk, file, LARGEST), StandardCharsets.ISO_8859_1);
    }
}
