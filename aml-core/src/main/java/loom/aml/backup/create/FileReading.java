package loom.aml.backup.create;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import loom.aml.backup.repository.AccessText;
import loom.aml.backup.repository.FileEntry;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.GzipLimits;
import loom.aml.io.Sha256;
import loom.aml.io.TeeText;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.store.CollectionFile;

/**
 * Reads one file of the store, determines which parts are new, and queues them for the segment. Takes no lock: files are
 * replaced by rename, so one complete version is read. If the file is replaced during the read, it is read again.
 */
final class FileReading {
    private static final int ATTEMPTS = 5;

    /**
     * Files that are not a valid collection are read once and kept in memory up to this size; larger ones are read twice.
     */
    private static final int SMALL = 8 << 20;

    private final Disk disk;
    private final Path root;
    private final GzipLimits limits;
    private final String path;
    private final NoteCount notes;
    private final Optional<FileEntry> before;
    private final Older older;
    private final BlockingQueue<Block> out;
    private final Framing framing;

    /** Access to the previous snapshot. */
    interface Older {
        /** Opens the stored content of a version. */
        FileInput content(FileEntry version) throws IOException;

        /** Returns the units of a version; empty if it can no longer be read. */
        UnitTable units(FileEntry version);
    }

    /** Counts the notes in the file. */
    @FunctionalInterface
    interface NoteCount {
        /**
         * Returns the number of notes in the file as it is now; empty if it has none or is damaged. A file that changes
         * meanwhile is read and counted again.
         */
        OptionalInt count() throws IOException;
    }

    /**
     * @param before the version in the previous snapshot; empty if the whole file is stored again
     *
     * @param out receives the new bytes; the last block is {@link Block.End}
     */
    FileReading(
            Disk disk,
            Path root,
            GzipLimits limits,
            String path,
            NoteCount notes,
            Optional<FileEntry> before,
            Older older,
            BlockingQueue<Block> out,
            Framing framing) {
        this.disk = disk;
        this.root = root;
        this.limits = limits;
        this.path = path;
        this.notes = notes;
        this.before = before;
        this.older = older;
        this.out = out;
        this.framing = framing;
    }

    /** Reads the file; empty if it no longer exists. */
    Optional<FileVersion> read() throws IOException {
        try (BlockWriter blocks = new BlockWriter(framing, out)) {
            FileVersion version = read(blocks);
            for (int attempt = 2; attempt <= ATTEMPTS && !isStill(version); attempt++) {
                blocks.restart();
                version = read(blocks);
            }
            blocks.end();
            return Optional.of(version);
        } catch (NoSuchFileException e) {
            BlockWriter.put(out, new Block.Restart());
            return Optional.empty();
        } finally {
            BlockWriter.put(out, new Block.End());
        }
    }

    private boolean isStill(FileVersion version) throws IOException {
        FileState now = disk.state(FileName.resolve(root, path));
        return now.equals(version.state());
    }

    private FileVersion read(BlockWriter blocks) throws IOException {
        Optional<CollectionFile> collection = CollectionFile.ofRuntime(path);
        if (collection.isPresent()) {
            try {
                return collection(collection.get(), blocks);
            } catch (DamagedException e) {
                // Users need damaged files back, too: their bytes are stored unchanged.
                blocks.restart();
            }
        }
        return bytes(blocks);
    }

    private FileVersion collection(CollectionFile collection, BlockWriter blocks) throws IOException {
        Optional<FileEntry> sound = before.filter(entry -> entry.items().isPresent());
        if (sound.isPresent()) {
            try {
                return inStep(collection, sound.get(), blocks);
            } catch (OutOfSyncException e) {
                blocks.restart();
            }
        }
        Instant readAt = disk.now();
        UnitTable units = sound.map(older::units).orElseGet(UnitTable::empty);
        try (SummedInput file = new SummedInput(disk.open(FileName.resolve(root, path)));
                TextInput text = TextInput.of(file, limits)) {
            if (text.encoding() == Encoding.GZIP && units.count() == 0) {
                return stored(collection, file, text, readAt, blocks);
            }
            UnitMatcher matcher = new UnitMatcher(units, blocks);
            Optional<FileEntry> from = units.count() > 0 ? before : Optional.empty();
            return text(collection, file, text, readAt, matcher, matcher::steps, from);
        }
    }

    /**
     * Compares the file with its previous version side by side, without parsing the latter: most edits keep the order of items.
     */
    private FileVersion inStep(CollectionFile collection, FileEntry version, BlockWriter blocks) throws IOException {
        Instant readAt = disk.now();
        try (PreviousText old = textOf(version);
                SummedInput file = new SummedInput(disk.open(FileName.resolve(root, path)));
                TextInput text = TextInput.of(file, limits)) {
            StepMatcher matcher = new StepMatcher(old, blocks);
            return text(collection, file, text, readAt, matcher, matcher::steps, before);
        }
    }

    private PreviousText textOf(FileEntry version) throws OutOfSyncException {
        try {
            return new PreviousText(older.content(version));
        } catch (IOException e) {
            throw new OutOfSyncException(e);
        }
    }

    private FileVersion text(
            CollectionFile collection,
            SummedInput file,
            TextInput text,
            Instant readAt,
            CollectionReader.Visitor matcher,
            Supplier<String> steps,
            Optional<FileEntry> from)
            throws IOException {
        boolean isGzip = text.encoding() == Encoding.GZIP;
        Sha256 sha = new Sha256();
        int items = CollectionReader.read(isGzip ? new TeeText(text, sha::update) : text, collection.kind(), matcher);
        Sha256.Sum stored = file.sum();
        return new FileVersion(
                path,
                owned(),
                file.state(),
                FileVersion.keyOf(file.state(), readAt),
                stored,
                isGzip ? file.head() : new byte[0],
                isGzip ? sha.sum() : stored,
                FileEntry.Kept.TEXT,
                OptionalInt.of(items),
                steps.get(),
                from);
    }

    /** Stores gzip bytes unchanged without a previous version: compressing the text again would save little. */
    private FileVersion stored(
            CollectionFile collection, SummedInput file, TextInput gzip, Instant readAt, BlockWriter blocks)
            throws IOException {
        file.copyTo(blocks);
        Sha256 sha = new Sha256();
        int items = CollectionReader.read(new TeeText(gzip, sha::update), collection.kind(), _ -> {});
        Sha256.Sum stored = file.sum();
        return new FileVersion(
                path,
                owned(),
                file.state(),
                FileVersion.keyOf(file.state(), readAt),
                stored,
                file.head(),
                sha.sum(),
                FileEntry.Kept.STORED,
                OptionalInt.of(items),
                "+" + stored.size(),
                Optional.empty());
    }

    private FileVersion bytes(BlockWriter blocks) throws IOException {
        Instant readAt = disk.now();
        try (SummedInput file = new SummedInput(disk.open(FileName.resolve(root, path)))) {
            boolean isSmall = file.state().size() <= SMALL;
            byte[] content = isSmall ? file.stream().readNBytes(SMALL + 1) : new byte[0];
            Sha256.Sum sum = file.sum();
            FileVersion version = new FileVersion(
                    path,
                    owned(),
                    file.state(),
                    FileVersion.keyOf(file.state(), readAt),
                    sum,
                    new byte[0],
                    sum,
                    FileEntry.Kept.STORED,
                    notes.count(),
                    "+" + sum.size(),
                    before.filter(entry -> entry.gzip().length == 0));
            if (!version.isKept()) {
                if (isSmall && content.length == sum.size()) {
                    write(content, blocks);
                } else {
                    copy(sum, blocks);
                }
            }
            return version.isKept() ? version : version.withoutBefore();
        }
    }

    private void write(byte[] content, BlockWriter blocks) throws IOException {
        for (int from = 0; from < content.length; from += framing.blockSize()) {
            blocks.write(content, from, Math.min(framing.blockSize(), content.length - from));
            blocks.endUnit();
        }
    }

    /** Reads a large file for the second time; fails if its content changed since the first. */
    private void copy(Sha256.Sum expected, BlockWriter blocks) throws IOException {
        Sha256 sha = new Sha256();
        try (FileInput file = disk.open(FileName.resolve(root, path))) {
            file.transferTo((bytes, offset, length) -> {
                sha.update(bytes, offset, length);
                blocks.write(bytes, offset, length);
                blocks.endUnit();
            });
        }
        if (!sha.sum().equals(expected)) {
            throw new IOException("it is being rewritten continuously instead of being replaced as a whole");
        }
    }

    private AccessText owned() throws IOException {
        return AccessText.of(disk.wholeAccess(FileName.resolve(root, path)));
    }
}
