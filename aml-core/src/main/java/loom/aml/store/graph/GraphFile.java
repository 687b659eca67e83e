package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.Ticker;
import loom.aml.store.EditedLines;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/** Reads one memory file, and keeps its last version in memory as long as the file is unchanged. Thread-safe. */
final class GraphFile {
    /** A file that looks unfinished and was written this recently may be in the middle of a write. */
    private static final Duration WRITING = Duration.ofSeconds(1);

    private static final long PAUSE_MS = 20;
    private static final int PAUSES = 100;

    private final Disk disk;
    private final Path path;
    private final Ticker ticker;
    private final Origin origin;
    private volatile @Nullable Version last;
    private volatile @Nullable Parsed parsed;

    /** Knows the content that aml wrote. */
    @FunctionalInterface
    interface Origin {
        /** Returns whether the latest run left a content. */
        boolean isOurs(Checksum.Content content) throws IOException;
    }

    GraphFile(Disk disk, Path path, Ticker ticker, Origin origin) {
        this.disk = disk;
        this.path = path;
        this.ticker = ticker;
        this.origin = origin;
    }

    /**
     * A version of the file.
     *
     * @param state the state of the file after it was read
     * @param isStill whether the file did not change while it was read
     * @param readAt a time before it was read
     * @param content size and checksum; null if the file does not exist
     */
    record Version(
            FileState state,
            boolean isStill,
            Instant readAt,
            Checksum.@Nullable Content content,
            GraphDocument document) {

        private boolean isEmpty() {
            return content != null && content.size() == 0;
        }

        private boolean hasContent() {
            return content != null && content.size() > 0;
        }
    }

    /** A content that need not be parsed again. */
    private record Parsed(Checksum.Content content, GraphDocument document) {}

    Path path() {
        return path;
    }

    /** Returns the problems of a version. */
    List<Finding> findings(GraphDocument document) {
        return document.findings(FileName.last(path));
    }

    /**
     * Reads the file. If another program seems to be writing it in place, waits for that program, at most about a second.
     *
     * @throws DamagedException if the content cannot be that of a memory file
     */
    Version readComplete() throws IOException {
        Version former = last;
        Version version = readPresent();
        for (int pause = 0; pause < PAUSES && isUnfinished(version, former); pause++) {
            ticker.pause(PAUSE_MS);
            version = readPresent();
        }
        requireReadable(version);
        return version;
    }

    private boolean isUnfinished(Version version, @Nullable Version former) {
        if (!version.isStill) {
            return true;
        }
        if (!version.state.isFile()
                || !version.state.modified().isAfter(disk.now().minus(WRITING))) {
            return false;
        }
        // A program that overwrites a file in place empties it first.
        boolean isEmptied = version.isEmpty() && former != null && former.hasContent();
        boolean wasCutOff = former != null && version.document.endsLike(former.document);
        return isEmptied || version.document.isCutOff() && !wasCutOff;
    }

    /**
     * Reads the file as it is now; empty if another program seems to be writing it in place.
     *
     * @throws DamagedException if the content cannot be that of a memory file
     */
    Optional<Version> readIfComplete() throws IOException {
        Version former = last;
        Version version = readPresent();
        if (isUnfinished(version, former)) {
            // The next reading compares with the same version.
            last = former;
            return Optional.empty();
        }
        requireReadable(version);
        return Optional.of(version);
    }

    private Version readPresent() throws IOException {
        Version known = last;
        FileState now = disk.state(path);
        if (known != null && known.isStill && known.state.equals(now) && !now.isRacy(known.readAt)) {
            return known;
        }
        Version version = now.isMissing() ? missing(now) : open();
        last = version;
        return version;
    }

    private Version missing(FileState state) {
        return new Version(state, true, disk.now(), null, GraphDocument.EMPTY);
    }

    private Version open() throws IOException {
        Instant readAt = disk.now();
        try (FileInput file = disk.open(path)) {
            if (file.state().size() > EditedLines.LARGEST_FILE) {
                throw new FileSystemException(
                        FileName.text(path),
                        null,
                        "has more than " + (EditedLines.LARGEST_FILE >> 20) + " MB, the maximum of a memory file");
            }
            byte[] bytes = file.readAll(path, EditedLines.LARGEST_FILE);
            Checksum.Content content = Checksum.Content.of(bytes);
            Parsed known = parsed;
            GraphDocument document =
                    known != null && content.equals(known.content) ? known.document : GraphDocument.of(bytes);
            parsed = new Parsed(content, document);
            FileState after = disk.state(path);
            return new Version(after, after.equals(file.state()), readAt, content, document);
        }
    }

    private void requireReadable(Version version) throws IOException {
        try {
            version.document.requireReadable();
        } catch (DamagedException e) {
            // A run may have removed every line but damaged ones.
            if (version.content != null && origin.isOurs(version.content)) {
                return;
            }
            throw new DamagedException(
                    e.offset(),
                    FileName.text(path) + " is not a memory file with one JSON object a line, and is left unchanged: "
                            + e.what());
        }
    }

    /** Keeps the document that was just written, so that it is not parsed when it is read again. */
    void written(Checksum.Content content, GraphDocument document) {
        parsed = new Parsed(content, document);
    }
}
