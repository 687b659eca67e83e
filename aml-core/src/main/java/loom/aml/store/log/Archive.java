package loom.aml.store.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

    /** Whether an archive of that name holds items, rather than a whole file. */
    public static boolean isOfItems(String name) {
        return name.endsWith(ItemArchiveWriter.ITEMS);
    }

    /** What is recorded with each item of an archive, the item itself aside. */
    public List<JsonObject> entries(String name) throws IOException {
        try (ArchiveReader reader = new ArchiveReader(disk.open(resolve(name)), name)) {
            List<JsonObject> entries = new ArrayList<>();
            while (reader.hasNext()) {
                entries.add(reader.nextEntry());
            }
            return entries;
        }
    }

    /** The items of an archive that {@link loom.aml.store.ChangeLog.ItemArchive#finish} named. */
    public FileChange.Insertions items(String name) {
        return () -> new ArchiveReader(disk.open(resolve(name)), name);
    }

    /** The bytes of a file that {@link loom.aml.store.ChangeLog#archiveFile} named. */
    public FileChange.Original file(String name) {
        return () -> disk.open(resolve(name)).stream();
    }

    /** Tells of each item in an archive which version of it left. */
    public void seen(String name, Consumer<Fingerprint> each) throws IOException {
        Path path = resolve(ItemArchiveWriter.seenName(name));
        try (FileInput file = disk.open(path);
                DataInputStream in = new DataInputStream(new BufferedInputStream(file.stream(), 64 << 10))) {
            for (long left = file.state().size() / Fingerprint.BYTES; left > 0; left--) {
                each.accept(new Fingerprint(in.readLong(), in.readLong()));
            }
        } catch (EOFException e) {
            throw new IOException(path + " became shorter while it was read", e);
        }
    }

    /** Records are text that anybody can edit: a name that leads out of the archive is refused. */
    private Path resolve(String name) throws IOException {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder) || path.equals(folder)) {
            throw new IOException("the record of the run names an archive outside its folder: " + name);
        }
        return path;
    }
}
