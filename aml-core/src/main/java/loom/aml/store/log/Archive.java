package loom.aml.store.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
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

/** The archives of one run, opened for reading. They contain what the run removed from the store. */
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

    /** Receives each item of an archive: the fingerprint of the version that was removed, and its record. */
    @FunctionalInterface
    public interface Reader {
        void each(Fingerprint fingerprint, JsonObject entry) throws IOException;
    }

    /** Receives the fingerprint of each removed item. */
    @FunctionalInterface
    public interface Sight {
        void of(Fingerprint fingerprint) throws IOException;
    }

    /** Returns whether an archive contains items rather than a whole file, judging by its name. */
    public static boolean isOfItems(String name) {
        return ArchiveKind.REMOVED.isOf(name);
    }

    /** Returns whether an archive contains former versions of transformed items, judging by its name. */
    public static boolean isOfTransformed(String name) {
        return ArchiveKind.FORMER.isOf(name);
    }

    /** Opens an archive of former versions of transformed items, in the order of the collection. */
    public ArchiveReader<FormerItem> transformed(String name) throws IOException {
        return reader(name, ArchiveKind.FORMER, FormerItem::of);
    }

    private <T> ArchiveReader<T> reader(String name, ArchiveKind kind, ArchiveReader.Entry<T> entry)
            throws IOException {
        return new ArchiveReader<>(target.open(folder + name), name, kind, entry);
    }

    /** Opens an archive of removed items, each with its record, in the order of the collection. */
    public ArchiveReader<JsonObject> removed(String name) throws IOException {
        return reader(name, ArchiveKind.REMOVED, RemovedItems::entry);
    }

    /**
     * Reads an archive of removed items from the beginning, together with its list of fingerprints.
     *
     * @throws IOException if either cannot be read, or their lengths differ
     */
    public void read(String name, Reader each) throws IOException {
        try (ArchiveReader<JsonObject> reader = removed(name)) {
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
        return new IOException("archive " + name + " and its list of fingerprints differ in length");
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
     * Verifies that an archive is unchanged.
     *
     * @throws loom.aml.io.DamagedException if it was changed
     * @throws java.nio.file.NoSuchFileException if it is missing
     */
    public void requireSound(Commit.Archived archived) throws IOException {
        if (archived.sum().isPresent()) {
            sums.require(archived.name(), archived.sum().get());
        }
    }

    /** Verifies that the list of fingerprints beside an archive is unchanged. */
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

    /** Reads the fingerprint of each removed item of an archive. */
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
            throw new IOException(list + " shrank while it was read", e);
        }
    }
}
