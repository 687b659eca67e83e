package loom.aml.backup.create;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import loom.aml.backup.repository.FileEntry;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.io.GzipLimits;
import loom.aml.io.Sha256;
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

    private static final int WINDOW = 256 << 10;

    private final Disk disk;
    private final Path root;
    private final GzipLimits limits;
    private final String path;
    private final Optional<FileEntry> before;
    private final Function<FileEntry, UnitTable> tables;
    private final BlockingQueue<Block> out;
    private final int blockSize;

    /**
     * @param before the version in the snapshot before; nothing if all is to be stored anew
     * @param tables gives the units of an earlier version, none if it cannot be read any more
     * @param out where new bytes go; {@link Block.End} comes last
     */
    FileReading(
            Disk disk,
            Path root,
            GzipLimits limits,
            String path,
            Optional<FileEntry> before,
            Function<FileEntry, UnitTable> tables,
            BlockingQueue<Block> out,
            int blockSize) {
        this.disk = disk;
        this.root = root;
        this.limits = limits;
        this.path = path;
        this.before = before;
        this.tables = tables;
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
        FileState now = disk.state(root.resolve(path));
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
        Instant readAt = disk.now();
        UnitTable units =
                before.filter(entry -> entry.items().isPresent()).map(tables).orElseGet(UnitTable::empty);
        try (SummedInput file = new SummedInput(disk.open(root.resolve(path)));
                TextInput text = TextInput.of(file, limits)) {
            if (text.encoding() == Encoding.GZIP && units.count() == 0) {
                return stored(collection, file, text, readAt, blocks);
            }
            boolean isGzip = text.encoding() == Encoding.GZIP;
            SummedText summed = new SummedText(text);
            UnitMatcher matcher = new UnitMatcher(units, blocks);
            int items = CollectionReader.read(isGzip ? summed : text, collection.kind(), matcher);
            Sha256.Sum stored = file.sum();
            return new FileVersion(
                    path,
                    owned(),
                    file.state(),
                    FileVersion.keyOf(file.state(), readAt),
                    stored,
                    isGzip ? file.head() : new byte[0],
                    isGzip ? summed.sum() : stored,
                    FileEntry.Kept.TEXT,
                    OptionalInt.of(items),
                    matcher.steps(),
                    units.count() > 0 ? before : Optional.empty());
        }
    }

    /** Of gzip of which nothing older is known the bytes are kept as they are: inflating and compressing them anew gains little. */
    private FileVersion stored(
            CollectionFile collection, SummedInput file, TextInput gzip, Instant readAt, BlockWriter blocks)
            throws IOException {
        file.copyTo(blocks);
        SummedText text = new SummedText(gzip);
        int items = CollectionReader.read(text, collection.kind(), _ -> {});
        Sha256.Sum stored = file.sum();
        return new FileVersion(
                path,
                owned(),
                file.state(),
                FileVersion.keyOf(file.state(), readAt),
                stored,
                file.head(),
                text.sum(),
                FileEntry.Kept.STORED,
                OptionalInt.of(items),
                "+" + stored.size(),
                Optional.empty());
    }

    private FileVersion bytes(BlockWriter blocks) throws IOException {
        Instant readAt = disk.now();
        try (SummedInput file = new SummedInput(disk.open(root.resolve(path)))) {
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
        try (FileInput file = disk.open(root.resolve(path))) {
            byte[] window = new byte[WINDOW];
            for (int n = file.read(window, 0, window.length); n >= 0; n = file.read(window, 0, window.length)) {
                sha.update(window, 0, n);
                blocks.write(window, 0, n);
                blocks.endUnit();
            }
        }
        if (!sha.sum().equals(expected)) {
            throw new IOException("it is written all the while without being replaced as a whole");
        }
    }

    private FileEntry.Owned owned() throws IOException {
        return FileEntry.Owned.of(disk.access(root.resolve(path)));
    }
}
