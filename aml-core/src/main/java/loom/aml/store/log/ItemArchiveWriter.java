package loom.aml.store.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.ByteSink;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes the items that leave one collection, a JSON object a line, gzip-compressed, and beside it the list of what was seen
 * leaving, by which a later run recognises items that were written back.
 *
 * <pre>
 * {"archive":1,"run":...,"file":"debugger/patterns.json"}
 * {"id":...,"ordinal":3,"strategy":...,"rule":...,"reason":...,"values":{...},"before":",\n  ","item":"{...}"}
 * </pre>
 *
 * <p>{@code item} holds the bytes of the item as a string: {@code zcat FILE | jq -j .item} gives them back unchanged.
 */
final class ItemArchiveWriter implements ChangeLog.ItemArchive {
    private static final String UNFINISHED = ".part";

    private final Disk disk;
    private final Path items;
    private final Path seen;
    private final String name;
    private final FileOutput itemsFile;
    private final FileOutput seenFile;
    private final GZIPOutputStream gzip;
    private final OutputStream itemsOut;
    private final OutputStream seenOut;
    private final ArchiveSums sums;
    private final Sha256 itemsSum = new Sha256();
    private final Sha256 seenSum = new Sha256();
    private boolean finished;

    /**
     * @param archive the folder of the run's archives
     * @param attempt tells archives of one file in one run apart
     * @param sums is told of the sums of what was written
     */
    ItemArchiveWriter(
            PrivateFolder folder,
            Disk disk,
            Path archive,
            String run,
            CollectionFile file,
            int attempt,
            ArchiveSums sums)
            throws IOException {
        this.sums = sums;
        this.disk = disk;
        this.name = name(file, attempt);
        this.items = FileName.resolve(archive, name);
        this.seen = FileName.resolve(archive, ArchiveName.seen(name));
        this.itemsFile = folder.create(unfinished(items));
        try {
            this.seenFile = folder.create(unfinished(seen));
        } catch (IOException e) {
            itemsFile.close();
            dropUnfinished(items);
            throw e;
        }
        try {
            this.gzip = new GZIPOutputStream(ByteSink.both(itemsFile::write, itemsSum::update).stream(), 32 << 10);
            this.itemsOut = new BufferedOutputStream(gzip, 32 << 10);
            this.seenOut = new BufferedOutputStream(ByteSink.both(seenFile::write, seenSum::update).stream(), 32 << 10);
            line(JsonObject.builder()
                    .put("archive", 1)
                    .put("run", run)
                    .put("file", file.path())
                    .build());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static String name(CollectionFile file, int attempt) {
        return file.path() + "." + attempt + ArchiveName.ITEMS;
    }

    /** Whether there is such an archive, or the beginning of one. */
    static boolean isTaken(Disk disk, Path archive, CollectionFile file, int attempt) throws IOException {
        Path items = FileName.resolve(archive, name(file, attempt));
        Path seen = FileName.resolve(archive, ArchiveName.seen(name(file, attempt)));
        for (Path path : new Path[] {items, seen, unfinished(items), unfinished(seen)}) {
            if (!disk.state(path).isMissing()) {
                return true;
            }
        }
        return false;
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    private void dropUnfinished(Path archive) throws IOException {
        Path path = unfinished(archive);
        if (disk.state(path).isFile()) {
            disk.delete(path);
        }
    }

    @Override
    public void add(ChangeLog.Archived item, byte @Nullable [] after) throws IOException {
        JsonObject.Builder line = JsonObject.builder()
                .put("id", item.id())
                .put("ordinal", item.ordinal())
                .put("strategy", item.cause().strategy())
                .put("rule", item.cause().rule())
                .put("reason", item.cause().reason().word())
                .put("values", item.values())
                .put("before", text(item.before()));
        if (after != null) {
            line.put("after", text(after));
        }
        line(line.put("item", text(item.text())).build());
        seenOut.write(item.fingerprint().toBytes());
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private void line(JsonObject object) throws IOException {
        itemsOut.write(object.toString().getBytes(StandardCharsets.UTF_8));
        itemsOut.write('\n');
    }

    @Override
    public String finish() throws IOException {
        // The outer streams put their last bytes into the files, which must still be open to be synced.
        itemsOut.flush();
        gzip.finish();
        seenOut.flush();
        itemsFile.sync();
        seenFile.sync();
        itemsFile.close();
        seenFile.close();
        disk.rename(unfinished(items), items);
        disk.rename(unfinished(seen), seen);
        Path parent = items.getParent();
        if (parent != null) {
            disk.syncDirectory(parent);
        }
        sums.put(name, itemsSum.sum());
        sums.put(ArchiveName.seen(name), seenSum.sum());
        finished = true;
        return name;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            itemsFile.close();
            seenFile.close();
            dropUnfinished(items);
            dropUnfinished(seen);
        }
    }
}
