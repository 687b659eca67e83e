package loom.aml.store.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectFile;
import loom.aml.storage.ObjectReader;
import loom.aml.store.CollectionChange;
import loom.aml.store.FileChange;
import loom.aml.store.Insertion;
import org.jspecify.annotations.Nullable;

/** What left the store in one run, to be read back. */
public final class Archive {
    private static final int WINDOW = 64 << 10;

    private final BackupTarget target;
    private final String folder;
    private final ArchiveSums sums;

    public Archive(LogFolder log, String run) {
        this.target = log.target();
        this.folder = log.archives(run);
        this.sums = new ArchiveSums(target, folder);
    }

    /** Receives each item in an archive: which version of it left, and what is recorded with it. */
    @FunctionalInterface
    public interface Reader {
        void each(Fingerprint fingerprint, JsonObject entry) throws IOException;
    }

    /** Receives which version of an item was seen leaving. */
    @FunctionalInterface
    public interface Sight {
        void of(Fingerprint fingerprint) throws IOException;
    }

    /** Returns whether an archive of that name holds items, rather than a whole file. */
    public static boolean isOfItems(String name) {
        return ArchiveKind.REMOVED.isOf(name);
    }

    /** Returns whether an archive of that name holds what items were before they were transformed. */
    public static boolean isOfTransformed(String name) {
        return ArchiveKind.FORMER.isOf(name);
    }

    /** Opens the archive of what items were before they were transformed, in the order of the collection. */
    public ArchiveReader<FormerItem> transformed(String name) throws IOException {
        return reader(name, ArchiveKind.FORMER, FormerItem::of);
    }

    private <T> ArchiveReader<T> reader(String name, ArchiveKind kind, ArchiveReader.Entry<T> entry)
            throws IOException {
        return new ArchiveReader<>(target.open(folder + name), name, kind, entry);
    }

    /** Returns all that is recorded of each item of an archive. */
    public List<JsonObject> entries(String name) throws IOException {
        try (ArchiveReader<JsonObject> reader = reader(name, ArchiveKind.REMOVED, RemovedItems::entry)) {
            List<JsonObject> entries = new ArrayList<>();
            for (JsonObject entry = reader.next(); entry != null; entry = reader.next()) {
                entries.add(entry);
            }
            return entries;
        }
    }

    /**
     * Reads an archive of items from front to back, and the list of what was seen leaving beside it.
     *
     * @throws IOException if either cannot be read, or they differ in the number of items
     */
    public void read(String name, Reader each) throws IOException {
        try (ArchiveReader<JsonObject> reader = reader(name, ArchiveKind.REMOVED, RemovedItems::entry)) {
            seen(name, fingerprint -> {
                JsonObject entry = reader.next();
                if (entry == null) {
                    throw uneven(name);
                }
                each.each(fingerprint, entry);
            });
            if (reader.next() != null) {
                throw uneven(name);
            }
        }
    }

    private static IOException uneven(String name) {
        return new IOException("archive " + name + " and its list of what was seen leaving differ in length");
    }

    /** Returns the items of an archive that {@link loom.aml.store.ChangeLog.ItemArchive#finish} named. */
    public CollectionChange.Insertions items(String name) {
        return () -> new Insertions(reader(name, ArchiveKind.REMOVED, RemovedItems::insertion));
    }

    private record Insertions(ArchiveReader<Insertion> reader) implements CollectionChange.Insertions.Source {
        @Override
        public @Nullable Insertion next() throws IOException {
            return reader.next();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    /**
     * Verifies that an archive is the one that was written.
     *
     * @throws loom.aml.io.DamagedException if it is not
     * @throws java.nio.file.NoSuchFileException if it is missing
     */
    public void requireSound(Commit.Archived archived) throws IOException {
        if (archived.sum().isPresent()) {
            sums.require(archived.name(), archived.sum().get());
        }
    }

    /** Verifies the list of fingerprints beside an archive of items in the same way. */
    public void requireSoundList(Commit.Archived archived) throws IOException {
        if (archived.seenSum().isPresent() && isOfItems(archived.name())) {
            sums.require(ArchiveKind.seen(archived.name()), archived.seenSum().get());
        }
    }

    /** Opens the copy of a file that {@link loom.aml.store.ChangeLog#archiveFile} named. */
    public FileInput open(String name) throws IOException {
        return new ObjectFile(target.open(folder + name));
    }

    /** Returns the bytes of a file that {@link loom.aml.store.ChangeLog#archiveFile} named. */
    public FileChange.Content file(String name) {
        return out -> {
            try (FileInput file = open(name)) {
                file.stream().transferTo(out);
            }
        };
    }

    /** Returns the size and the checksum of the copy of a file that {@link loom.aml.store.ChangeLog#archiveFile} named. */
    public Checksum.Content content(String name) throws IOException {
        Checksum checksum = new Checksum();
        try (FileInput file = open(name)) {
            file.transferTo(checksum::update);
        }
        return checksum.content();
    }

    /** Reads which version of each item in an archive left. */
    public void seen(String name, Sight each) throws IOException {
        String list = folder + ArchiveKind.seen(name);
        try (ObjectReader object = target.open(list);
                DataInputStream in = new DataInputStream(new BufferedInputStream(object.stream(), WINDOW))) {
            if (object.size() % Fingerprint.BYTES != 0) {
                throw new IOException(list + " is cut off");
            }
            for (long left = object.size() / Fingerprint.BYTES; left > 0; left--) {
                each.of(new Fingerprint(in.readLong(), in.readLong()));
            }
        } catch (EOFException e) {
            throw new IOException(list + " became shorter while it was read", e);
        }
    }
}
