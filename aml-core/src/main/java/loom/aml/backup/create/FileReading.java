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
 * Reads one file of the store, finds out what of it is new, and passes that on. No lock is taken: whoever replaces a file does
 * it by rename, so what is read is one whole version; if it was replaced meanwhile, it is read again.
 */
final class FileReading {
    private static final int ATTEMPTS = 5;

    /** A file of up to this size that is no sound collection is read once and held in memory; a larger one is read twice. */
    private static final int SMALL = 8 << 20;

    private final Disk disk;
    private final Path root;
    private final GzipLimits limits;
    private final String path;
    private final Optional<FileEntry> before;
    private final Older older;
    private final BlockingQueue<Block> out;
    private final int blockSize;

    /** What the snapshot before holds. */
    interface Older {
        /** What is kept of a version. */
        FileInput content(FileEntry version) throws IOException;

        /** Its units, none if it cannot be read any more. */
        UnitTable units(FileEntry version);
    }

    /**
     * @param before the version in the snapshot before; nothing if all is to be stored anew
     * @param out where new bytes go; {@link Block.End} comes last
     */
    FileReading(
            Disk disk,
            Path root,
            GzipLimits limits,
            String path,
            Optional<FileEntry> before,
            Older older,
            BlockingQueue<Block> out,
            int blockSize) {
        this.disk = disk;
        this.root = root;
        this.limits = limits;
        this.path = path;
        this.before = before;
        this.older = older;
        this.out = out;
        this.blockSize = blockSize;
    }

    /** Reads it; nothing if it is gone. */
    Optional<FileVersion> read() throws IOException {
        try (BlockWriter blocks = new BlockWriter(blockSize, out)) {
            FileVersion version = read(blocks);
            for (int attempt = 2; attempt <= ATTEMPTS && !isStill(version); attempt++) {
                blocks.beginAnew();
                version = read(blocks);
            }
            blocks.end();
            return Optional.of(version);
        } catch (NoSuchFileException e) {
            BlockWriter.put(out, new Block.Anew());
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
        Optional<CollectionFile> collection = CollectionFile.ofPath(path);
        if (collection.isPresent()) {
            try {
                return collection(collection.get(), blocks);
            } catch (DamagedException e) {
                // Broken files are the ones that people need back: they are kept as the bytes that they are.
                blocks.beginAnew();
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
                blocks.beginAnew();
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

    /** Most of what changes stays in its order, so the version before is read side by side, and need not be taken apart. */
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

    /** Of gzip of which nothing older is known the bytes are kept as they are: inflating and compressing them anew gains little. */
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
                    OptionalInt.empty(),
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
        for (int from = 0; from < content.length; from += blockSize) {
            blocks.write(content, from, Math.min(blockSize, content.length - from));
            blocks.endUnit();
        }
    }

    /** The second look at a large file must see what the first saw. */
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
            throw new IOException("it is written all the while without being replaced as a whole");
        }
    }

    private AccessText owned() throws IOException {
        return AccessText.of(disk.wholeAccess(FileName.resolve(root, path)));
    }
}
