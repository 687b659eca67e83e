package loom.aml.store.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.store.FileChange;

/** What left the store in one run, to be read back. */
public final class Archive {
    private final Disk disk;
    private final Path folder;

    public Archive(Disk disk, LogFolder log, String run) {
        this.disk = disk;
        this.folder = log.archives(run);
    }

    /** Told of each item in an archive: which version of it left, and what is recorded with it. */
    @FunctionalInterface
    public interface Reader {
        void each(Fingerprint fingerprint, JsonObject entry) throws IOException;
    }

    /** Told which version of an item was seen leaving. */
    @FunctionalInterface
    public interface Sight {
        void of(Fingerprint fingerprint) throws IOException;
    }

    /** Whether an archive of that name holds items, rather than a whole file. */
    public static boolean isOfItems(String name) {
        return ArchiveName.isOfItems(name);
    }

    /** Whether an archive of that name tells what items were before they were transformed. */
    public static boolean isOfTransformed(String name) {
        return ArchiveName.isOfTransformed(name);
    }

    /** What items were before they were transformed, in the order in which they stood. */
    public TransformedItems transformed(String name) throws IOException {
        return new TransformedItems(disk.open(resolve(name)), name);
    }

    /** All that is recorded of each item of an archive. */
    public List<JsonObject> entries(String name) throws IOException {
        try (ArchiveReader reader = reader(name)) {
            List<JsonObject> entries = new ArrayList<>();
            for (JsonObject entry = reader.nextEntry(); entry != null; entry = reader.nextEntry()) {
                entries.add(entry);
            }
            return entries;
        }
    }

    /**
     * Reads an archive of items from front to back, and the list of what was seen leaving beside it.
     *
     * @throws IOException if either cannot be read, or they do not speak of the same number of items
     */
    public void read(String name, Reader each) throws IOException {
        try (ArchiveReader reader = reader(name)) {
            seen(name, fingerprint -> {
                JsonObject entry = reader.nextEntry();
                if (entry == null) {
                    throw uneven(name);
                }
                each.each(fingerprint, entry);
            });
            if (reader.nextEntry() != null) {
                throw uneven(name);
            }
        }
    }

    private static IOException uneven(String name) {
        return new IOException("archive " + name + " and its list of what was seen leaving differ in length");
    }

    /** The items of an archive that {@link loom.aml.store.ChangeLog.ItemArchive#finish} named. */
    public FileChange.Insertions items(String name) {
        return () -> reader(name);
    }

    private ArchiveReader reader(String name) throws IOException {
        return new ArchiveReader(disk.open(resolve(name)), name);
    }

    /**
     * Verifies that an archive is the one that was written.
     *
     * @throws loom.aml.io.DamagedException if it is not
     * @throws java.nio.file.NoSuchFileException if it is missing
     */
    public void requireSound(Commit.Archived archived) throws IOException {
        if (archived.sum().isPresent()) {
            ArchiveSums.require(disk, resolve(archived.name()), archived.sum().get());
        }
    }

    /** Verifies the list of fingerprints beside an archive of items in the same way. */
    public void requireSoundList(Commit.Archived archived) throws IOException {
        if (archived.seenSum().isPresent() && isOfItems(archived.name())) {
            ArchiveSums.require(
                    disk,
                    resolve(ArchiveName.seen(archived.name())),
                    archived.seenSum().get());
        }
    }

    /** Opens the copy of a file that {@link loom.aml.store.ChangeLog#archiveFile} named. */
    public FileInput open(String name) throws IOException {
        return disk.open(resolve(name));
    }

    /** The bytes of a file that {@link loom.aml.store.ChangeLog#archiveFile} named. */
    public FileChange.Content file(String name) {
        return out -> {
            try (FileInput file = disk.open(resolve(name))) {
                file.stream().transferTo(out);
            }
        };
    }

    /** What the copy of a file holds that {@link loom.aml.store.ChangeLog#archiveFile} named. */
    public Checksum.Content content(String name) throws IOException {
        return Checksum.of(disk, resolve(name));
    }

    /** Tells of each item in an archive which version of it left. */
    public void seen(String name, Sight each) throws IOException {
        Path path = resolve(ArchiveName.seen(name));
        try (FileInput file = disk.open(path);
                DataInputStream in = new DataInputStream(new BufferedInputStream(file.stream(), 64 << 10))) {
            long size = file.state().size();
            if (size % Fingerprint.BYTES != 0) {
                throw new IOException(path + " is cut off");
            }
            for (long left = size / Fingerprint.BYTES; left > 0; left--) {
                each.of(new Fingerprint(in.readLong(), in.readLong()));
            }
        } catch (EOFException e) {
            throw new IOException(path + " became shorter while it was read", e);
        }
    }

    private Path resolve(String name) throws IOException {
        return PathWithin.of(disk, folder, name);
    }
}
